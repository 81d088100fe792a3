package io.boxoffice.notification.adapter.out.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.WriteTimeoutSocket;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the mail server that wait for their next mail. Only one that has just taken a mail is kept; what has
 * waited too long, or does not answer any more, is replaced by a new one.
 */
final class SmtpConnections implements AutoCloseable {

    private final SmtpSettings smtp;
    private final Session session;
    private final Deque<SmtpConnection> idle = new ArrayDeque<>();
    private boolean closed;

    SmtpConnections(SmtpSettings smtp, Session session) {
        this.smtp = smtp;
        this.session = session;
    }

    /** A connection, its mails so far, and since when it waits for the next. */
    record SmtpConnection(SMTPTransport server, PunctualSocket socket, int mails, long sinceNanos) {

        private SmtpConnection afterMail() {
            return new SmtpConnection(server, socket, mails + 1, System.nanoTime());
        }

        /** What the server thinks of our leaving changes nothing: it has answered before. */
        void hangUp() {
            try (socket) {
                server.close();
            } catch (MessagingException | IOException e) {
                // the fate of its mails is known
            }
        }
    }

    /** The connection that waited least, or one that is not connected yet; the time for its next mail begins. */
    SmtpConnection take() {
        long end = System.nanoTime() + smtp.timeLimit().toNanos();
        for (SmtpConnection connection = poll(); connection != null; connection = poll()) {
            connection.socket().until(end);
            if (!isStale(connection) && connection.server().isConnected()) {
                return connection;
            }
            connection.hangUp();
        }
        SMTPTransport server = new SMTPTransport(
                session,
                new URLName(
                        "smtp",
                        smtp.host(),
                        smtp.port(),
                        null,
                        smtp.username().orElse(null),
                        smtp.password().orElse(null)));
        return new SmtpConnection(server, new PunctualSocket(end), 0, System.nanoTime());
    }

    /** Connects and greets. */
    void open(SmtpConnection connection) throws MessagingException {
        PunctualSocket socket = connection.socket();
        try {
            socket.connect(new InetSocketAddress(address(), smtp.port()), (int)
                    smtp.connectTimeout().toMillis());
            // or the end of a mail waits until the server's kernel acknowledges what is before it, up to 40 ms later
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) smtp.readTimeout().toMillis());
            connection.server().connect(new WriteTimeoutSocket(socket, (int)
                    smtp.writeTimeout().toMillis()));
        } catch (IOException e) {
            throw new MessagingException("no connection to the mail server: " + e.getMessage(), e);
        }
    }

    /** Under the name that is configured, for which the certificate must be; else DNS would be asked for one. */
    private InetAddress address() throws IOException {
        return InetAddress.getByAddress(
                smtp.host(), InetAddress.getByName(smtp.host()).getAddress());
    }

    /** Keeps a connection whose mail was accepted. */
    void giveBack(SmtpConnection used) {
        SmtpConnection connection = used.afterMail();
        if (connection.mails() >= smtp.mailsPerConnection() || !keep(connection)) {
            connection.hangUp();
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (SmtpConnection connection = poll(); connection != null; connection = poll()) {
            connection.hangUp();
        }
    }

    private synchronized @Nullable SmtpConnection poll() {
        return idle.pollFirst();
    }

    private synchronized boolean keep(SmtpConnection connection) {
        if (closed) {
            return false;
        }
        idle.addFirst(connection);
        return true;
    }

    private boolean isStale(SmtpConnection connection) {
        return System.nanoTime() - connection.sinceNanos() > smtp.keepAlive().toNanos();
    }
}
