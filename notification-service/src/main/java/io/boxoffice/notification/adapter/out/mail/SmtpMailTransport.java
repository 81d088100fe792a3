package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.notification.adapter.out.mail.SmtpConnections.SmtpConnection;
import io.boxoffice.notification.application.port.MailTransport;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.ServerAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

/**
 * Sends by SMTP, over connections that are kept for a while. A 5xx to a mail or an impossible address is for ever; any other
 * trouble is for now, and so is a server that wants no conversation at all (RFC 5321, 3.1 and 4.2.4.2): others may serve us.
 */
@ApplicationScoped
class SmtpMailTransport implements MailTransport {

    private static final int FIRST_PERMANENT_CODE = 500;
    private static final int MOST_OF_AN_ANSWER = 1_000;

    static {
        // or Jakarta Mail searches the class path for it, a dozen times a mail, which takes half of the mail's time
        System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
    }

    private final InternetAddress from;
    private final InternetAddress replyTo;
    private final Session session;
    private final SmtpConnections connections;
    private final Pace pace;
    private final Timer timer;

    SmtpMailTransport(SmtpSettings smtp, MailSettings mail, MeterRegistry metrics) throws AddressException {
        this.from = new InternetAddress(mail.from(), true);
        this.replyTo = new InternetAddress(mail.replyTo().orElse(mail.from()), true);
        this.session = Session.getInstance(properties(smtp));
        this.connections = new SmtpConnections(smtp, session);
        this.pace = new Pace(mail.maxPerSecond());
        this.timer = metrics.timer("boxoffice.mail.send");
    }

    @Override
    @WithSpan(value = "mail send", kind = SpanKind.CLIENT)
    public ServerAnswer send(Mail mail) {
        pace.await();
        return timer.record(() -> tryToSend(mail));
    }

    @PreDestroy
    void close() {
        connections.close();
    }

    /** Does everything that sending does before a server is needed. */
    void rehearse(Mail mail) {
        try {
            message(mail).writeTo(OutputStream.nullOutputStream());
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail cannot be written", e);
        }
    }

    private MailMessage message(Mail mail) throws MessagingException {
        MailMessage message = new MailMessage(session, from, mail);
        message.setReplyTo(new Address[] {replyTo});
        message.saveChanges();
        return message;
    }

    private ServerAnswer tryToSend(Mail mail) {
        try {
            return hand(message(mail));
        } catch (AddressException e) {
            return new ServerAnswer.Refused("not a mail address: " + e.getMessage());
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail cannot be written", e);
        }
    }

    private ServerAnswer hand(MailMessage message) {
        SmtpConnection connection = connections.take();
        SMTPTransport server = connection.server();
        boolean accepted = false;
        try {
            if (connection.mails() == 0) {
                connections.open(connection);
            }
        } catch (MessagingException e) {
            connection.hangUp();
            return new ServerAnswer.TryLater(oneLine(e.getMessage()));
        }
        try {
            server.sendMessage(message, message.getAllRecipients());
            accepted = true;
            return new ServerAnswer.Accepted(oneLine(server.getLastServerResponse()), Instant.now());
        } catch (MessagingException e) {
            return refusal(e, server.getLastReturnCode());
        } finally {
            if (accepted) {
                connections.giveBack(connection);
            } else {
                connection.hangUp();
            }
        }
    }

    /** The answer that matters is the one to our last command; exceptions carry it, each in its own way. */
    private static ServerAnswer refusal(MessagingException failure, int lastCode) {
        int code = lastCode;
        String text = oneLine(failure.getMessage());
        for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
            int own = code(m);
            if (own > 0) {
                code = own;
                text = oneLine(m.getMessage());
            }
        }
        return code >= FIRST_PERMANENT_CODE ? new ServerAnswer.Refused(text) : new ServerAnswer.TryLater(text);
    }

    private static int code(MessagingException e) {
        return switch (e) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSenderFailedException sender -> sender.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> -1;
        };
    }

    /** As the log can keep it: a server may say anything, at any length. */
    private static String oneLine(@Nullable String text) {
        String line = String.valueOf(text).replaceAll("[\\p{Cc}\\s]+", " ").strip();
        return line.substring(0, Math.min(line.length(), MOST_OF_AN_ANSWER));
    }

    private Properties properties(SmtpSettings smtp) {
        Properties properties = new Properties();
        properties.put("mail.smtp.localhost", Stationery.domain(from));
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.auth", String.valueOf(smtp.username().isPresent()));
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", String.valueOf(smtp.tlsRequired()));
        return properties;
    }
}
