package io.boxoffice.notification.application.port;

import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.ServerAnswer;

/** Takes mails to a mail server. */
public interface MailTransport {

    /** Hands one mail over and tells what the server said; takes a bounded time. */
    ServerAnswer send(Mail mail);
}
