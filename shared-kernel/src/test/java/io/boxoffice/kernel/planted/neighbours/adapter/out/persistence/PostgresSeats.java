package io.boxoffice.kernel.planted.neighbours.adapter.out.persistence;

/** An adapter. */
public interface PostgresSeats {}
