package io.boxoffice.kernel.planted.outward.application;

/** A use case. */
public class ClaimSeat {
    public void handle() {}
}
