package io.boxoffice.kernel.planted.neighbours.adapter.in.rest;

import io.boxoffice.kernel.planted.neighbours.adapter.out.persistence.PostgresSeats;

/** An adapter that knows one of the other side. */
public interface SeatResource {
    PostgresSeats seats();
}
