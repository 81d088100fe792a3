package io.boxoffice.notification.application.port;

import io.boxoffice.kernel.event.Event;

/** Where mails wait for a worker. */
public interface MailQueue {

    /** Puts an event there once more, under an id of its own; throws if it is not safe there. */
    void add(String eventId, Event event);
}
