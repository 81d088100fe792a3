package io.boxoffice.notification.application.port;

import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The delivery log: one entry for each event that calls for a mail. */
public interface Deliveries {

    /** The entry of that event: a new one the first time, the known one each time after. */
    Delivery open(String eventId, Mail mail);

    /** An entry and what its mail told of. */
    record Told(Delivery delivery, Event event) {}

    /** The entry of that number, if it is still known what its mail told of. */
    Optional<Told> find(long id);

    /**
     * Lets go of at most so many of the oldest entries that were made before, and tells how many there were; and of what
     * was taken back before.
     */
    int forget(Instant before, int limit);

    /** Takes back the mails that tell of a state of that booking before this version of it, opened yet or not. */
    void withdraw(BookingId booking, int version);

    /** Whether the mail was taken back, or one was sent that tells of a later state of the same booking. */
    boolean isSuperseded(Mail mail);

    /** Whether a later entry's mail tells of the same state of the same booking and was sent. */
    boolean wasSentAgain(Delivery delivery);

    /** Writes down how an attempt ended; what was sent stays sent, whatever is heard later. */
    void update(Delivery delivery);

    /** The newest entries of a booking, newest first. */
    List<Delivery> of(BookingId booking, int limit);
}
