package io.boxoffice.kernel.planted.circle.domain.row;

import io.boxoffice.kernel.planted.circle.domain.seat.Seat;
import java.util.List;

/** Knows its seats. */
public record Row(List<Seat> seats) {}
