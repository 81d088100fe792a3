package io.boxoffice.notification.application;

import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.notification.application.port.Deliveries;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Sees to it that nobody is offered places any more that they declined, that went with their show, or that are held for
 * them not as long any more.
 */
@ApplicationScoped
public class WithdrawMails {

    private final Deliveries deliveries;

    WithdrawMails(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /**
     * What was told before this event is not told any more; before the first version there is nothing, nor before the
     * end of a hold that was no offer.
     */
    public void handle(BookingEvent event) {
        boolean noOffer = event instanceof BookingFailed failed && Boolean.FALSE.equals(failed.offer());
        if (event.sequence() > 1 && !noOffer) {
            deliveries.withdraw(event.booking().id(), event.sequence());
        }
    }
}
