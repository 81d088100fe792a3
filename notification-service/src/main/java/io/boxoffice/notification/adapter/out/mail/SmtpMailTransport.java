package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.notification.application.port.MailTransport;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.ServerAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/** Sends by SMTP, one connection a mail; a 5xx or an impossible address is for ever, any other trouble for now. */
@ApplicationScoped
class SmtpMailTransport implements MailTransport {

    private static final int FIRST_PERMANENT_CODE = 500;

    private final SmtpSettings smtp;
    private final InternetAddress from;
    private final Address[] replyTo;
    private final Session session;
    private final Timer timer;

    SmtpMailTransport(SmtpSettings smtp, MailSettings mail, MeterRegistry metrics) throws AddressException {
        this.smtp = smtp;
        this.from = new InternetAddress(mail.from(), true);
        this.replyTo = mail.replyTo().isPresent()
                ? new Address[] {new InternetAddress(mail.replyTo().get(), true)}
                : new Address[0];
        this.session = Session.getInstance(properties());
        this.timer = metrics.timer("boxoffice.mail.send");
    }

    @Override
    public String domain() {
        return from.getAddress().substring(from.getAddress().indexOf('@') + 1);
    }

    @Override
    public ServerAnswer send(Mail mail) {
        return timer.record(() -> tryToSend(mail));
    }

    private ServerAnswer tryToSend(Mail mail) {
        try {
            MailMessage message = new MailMessage(session, from, mail);
            if (replyTo.length > 0) {
                message.setReplyTo(replyTo);
            }
            message.saveChanges();
            return hand(message);
        } catch (AddressException e) {
            return new ServerAnswer.Refused("not a mail address: " + e.getMessage());
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail cannot be written", e);
        }
    }

    private ServerAnswer hand(MailMessage message) {
        SMTPTransport server =
                new SMTPTransport(session, new URLName("smtp", smtp.host(), smtp.port(), null, null, null));
        try {
            server.connect(
                    smtp.host(),
                    smtp.port(),
                    smtp.username().orElse(null),
                    smtp.password().orElse(null));
            server.sendMessage(message, message.getAllRecipients());
            return new ServerAnswer.Accepted(oneLine(server.getLastServerResponse()), Instant.now());
        } catch (AuthenticationFailedException e) {
            return new ServerAnswer.TryLater(oneLine(e.getMessage()));
        } catch (MessagingException e) {
            return refusal(e, server.getLastReturnCode());
        } finally {
            hangUp(server);
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

    /** What the server thinks of our leaving changes nothing: it has answered before. */
    private static void hangUp(SMTPTransport server) {
        try {
            server.close();
        } catch (MessagingException e) {
            // the mail's fate is known
        }
    }

    private static String oneLine(@Nullable String text) {
        return String.valueOf(text).strip().replaceAll("\\s+", " ");
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("mail.smtp.localhost", domain());
        properties.put("mail.smtp.connectiontimeout", millis(smtp.connectTimeout()));
        properties.put("mail.smtp.timeout", millis(smtp.readTimeout()));
        properties.put("mail.smtp.writetimeout", millis(smtp.writeTimeout()));
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.auth", String.valueOf(smtp.username().isPresent()));
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", String.valueOf(smtp.tlsRequired()));
        return properties;
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }
}
