package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.WaitingList;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells how many customers wait for places. */
@ApplicationScoped
public class CountWaiting {

    private final WaitingList waitingList;

    CountWaiting(WaitingList waitingList) {
        this.waitingList = waitingList;
    }

    public long handle() {
        return waitingList.length();
    }
}
