package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.domain.waiting.Standing;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells a customer how they stand with the waiting list of a show. */
@ApplicationScoped
public class FindInLine {

    private final WaitingList waitingList;

    FindInLine(WaitingList waitingList) {
        this.waitingList = waitingList;
    }

    /** Empty if they never joined, or have left. */
    public Optional<Standing> handle(ShowId show, String customerId) {
        return waitingList.find(show, customerId);
    }
}
