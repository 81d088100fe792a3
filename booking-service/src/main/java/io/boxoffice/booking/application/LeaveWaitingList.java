package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.domain.waiting.Standing;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Takes a customer off the waiting list of a show, unless there is an offer to decline first. */
@ApplicationScoped
public class LeaveWaitingList {

    private final WaitingList waitingList;

    LeaveWaitingList(WaitingList waitingList) {
        this.waitingList = waitingList;
    }

    /** How they stood before; empty if they were not on the list. */
    public Optional<Standing.State> handle(ShowId show, String customerId) {
        return waitingList.leave(show, customerId);
    }
}
