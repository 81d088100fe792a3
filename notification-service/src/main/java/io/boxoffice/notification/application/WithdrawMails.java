package io.boxoffice.notification.application;

import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.notification.application.port.Deliveries;
import jakarta.enterprise.context.ApplicationScoped;

/** Sees to it that nobody is offered places any more that they declined, or that went with their show. */
@ApplicationScoped
public class WithdrawMails {

    private final Deliveries deliveries;

    WithdrawMails(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    public void handle(BookingFailed event) {
        deliveries.withdraw(event.booking().id(), event.sequence());
    }
}
