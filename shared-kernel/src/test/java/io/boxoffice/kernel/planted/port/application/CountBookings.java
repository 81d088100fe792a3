package io.boxoffice.kernel.planted.port.application;

/** A use case. */
public class CountBookings {
    public void handle() {}
}
