package io.boxoffice.kernel.planted.circle.domain.seat;

import io.boxoffice.kernel.planted.circle.domain.row.Row;

/** Knows the row. */
public record Seat(Row row) {}
