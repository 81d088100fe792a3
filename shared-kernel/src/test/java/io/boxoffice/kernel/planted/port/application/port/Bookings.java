package io.boxoffice.kernel.planted.port.application.port;

/** A port that is not an interface. */
public record Bookings(int size) {}
