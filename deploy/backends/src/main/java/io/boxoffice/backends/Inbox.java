package io.boxoffice.backends;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.angus.mail.util.MailStreamProvider;
import org.jspecify.annotations.Nullable;

/** A mail server that accepts every recipient and sends nothing on, with a page and JSON to read what arrived. */
public final class Inbox implements Backend {
    private static final int MAX_MAILS = 5_000;
    private static final String SINK = "sink";
    private static final Logger LIBRARY = Logger.getLogger("com.icegreen.greenmail");

    static {
        // or Jakarta Mail searches the class path for it with each part of a mail, which takes most of the mail's time
        System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
        // where it may write to its log what it says, it says it byte by byte, and each answer takes 40 ms
        LIBRARY.setLevel(Level.INFO);
    }

    private final int smtpPort;
    private final int pagePort;
    private final Deque<Mail> newestFirst = new ArrayDeque<>();
    private long received;
    private int refusals;
    private @Nullable GreenMail smtp;
    private @Nullable InboxPage page;

    public Inbox(int smtpPort, int pagePort) {
        this.smtpPort = smtpPort;
        this.pagePort = pagePort;
    }

    @Override
    public String name() {
        return "mail inbox";
    }

    /** Address of the page; the JSON is at {@code /api/messages}. */
    public String url() {
        return "http://127.0.0.1:" + pagePort;
    }

    public int smtpPort() {
        return smtpPort;
    }

    @Override
    public synchronized void start() {
        var server = new GreenMail(new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        server.start();
        server.getUserManager().setMessageDeliveryHandler(this::deliver);
        server.setUser(SINK + "@localhost", SINK, SINK);
        smtp = server;
        try {
            page = new InboxPage(this, InetAddress.getLoopbackAddress(), pagePort);
        } catch (IOException e) {
            throw new CannotStart("The inbox page cannot listen on port " + pagePort, e);
        }
    }

    @Override
    public boolean isAlive() {
        return smtp != null;
    }

    @Override
    public synchronized void stop() {
        if (page != null) {
            page.close();
            page = null;
        }
        if (smtp != null) {
            smtp.stop();
            smtp = null;
        }
    }

    /** What is in the inbox, newest first. */
    public List<Mail> mails() {
        synchronized (newestFirst) {
            return List.copyOf(newestFirst);
        }
    }

    public void clear() {
        synchronized (newestFirst) {
            newestFirst.clear();
            refusals = 0;
        }
    }

    /** Answers the next so many deliveries with a temporary error (451), as a busy mail server would. */
    public void refuse(int deliveries) {
        synchronized (newestFirst) {
            refusals = deliveries;
        }
    }

    private GreenMailUser deliver(MovingMessage message, MailAddress to) throws MessagingException, UserException {
        synchronized (newestFirst) {
            if (refusals > 0) {
                refusals--;
                throw new UserException("refused on request");
            }
            try {
                newestFirst.addFirst(MailReader.read(++received, to.getEmail(), message.getMessage()));
            } catch (IOException e) {
                throw new MessagingException("unreadable", e);
            }
            if (newestFirst.size() > MAX_MAILS) {
                newestFirst.removeLast();
            }
        }
        return sink();
    }

    /** The library wants to store the mail too; ours is the only copy that stays. */
    private GreenMailUser sink() throws MessagingException {
        var server = smtp;
        if (server == null) {
            throw new MessagingException("stopped");
        }
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new MessagingException("cannot purge", e);
        }
        return server.getUserManager().getUser(SINK);
    }
}
