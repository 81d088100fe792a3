package io.boxoffice.notification.adapter.out.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.angus.mail.smtp.SMTPTransport;
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
    record SmtpConnection(SMTPTransport server, int mails, long sinceNanos) {

        private SmtpConnection afterMail() {
            return new SmtpConnection(server, mails + 1, System.nanoTime());
        }
    }

    /** The connection that waited least, or one that is not connected yet. */
    SmtpConnection take() {
        for (SmtpConnection connection = poll(); connection != null; connection = poll()) {
            if (!isStale(connection) && connection.server().isConnected()) {
                return connection;
            }
            hangUp(connection.server());
        }
        URLName address = new URLName("smtp", smtp.host(), smtp.port(), null, null, null);
        return new SmtpConnection(new SMTPTransport(session, address), 0, System.nanoTime());
    }

    /** Keeps a connection whose mail was accepted. */
    void giveBack(SmtpConnection used) {
        SmtpConnection connection = used.afterMail();
        if (connection.mails() >= smtp.mailsPerConnection() || !keep(connection)) {
            hangUp(connection.server());
        }
    }

    /** What the server thinks of our leaving changes nothing: it has answered before. */
    static void hangUp(SMTPTransport server) {
        try {
            server.close();
        } catch (MessagingException e) {
            // the fate of its mails is known
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (SmtpConnection connection = poll(); connection != null; connection = poll()) {
            hangUp(connection.server());
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
