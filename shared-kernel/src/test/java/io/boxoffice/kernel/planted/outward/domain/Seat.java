package io.boxoffice.kernel.planted.outward.domain;

import io.boxoffice.kernel.planted.outward.application.ClaimSeat;

/** A domain class that knows who uses it. */
public interface Seat {
    ClaimSeat claim();
}
