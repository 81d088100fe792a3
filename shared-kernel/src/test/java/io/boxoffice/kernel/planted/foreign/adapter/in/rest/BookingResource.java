package io.boxoffice.kernel.planted.foreign.adapter.in.rest;

import io.boxoffice.kernel.planted.clean.domain.Booking;

/** An adapter that knows another service. */
public interface BookingResource {
    Booking booking();
}
