package io.boxoffice.notification.application.port;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import java.util.List;

/** The delivery log: one entry for each event that calls for a mail. */
public interface Deliveries {

    /** The entry of that event: a new one the first time, the known one each time after. */
    Delivery open(String eventId, Mail mail);

    /** Writes down how an attempt ended. */
    void update(Delivery delivery);

    /** The newest entries of a booking, newest first. */
    List<Delivery> of(BookingId booking, int limit);
}
