package io.boxoffice.notification.application;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.domain.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Looks up what was mailed about a booking. */
@ApplicationScoped
public class FindDeliveries {

    /** Entries in one answer. */
    public static final int LIMIT = 100;

    private final Deliveries deliveries;

    FindDeliveries(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** The newest entries, newest first. */
    public List<Delivery> handle(BookingId booking) {
        return deliveries.of(booking, LIMIT);
    }
}
