package io.boxoffice.booking.domain.live;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a look at a show's seats found.
 *
 * @param at when, by the database's clock
 * @param seats those with a newer version than was known
 * @param waited the numbers of the sections that people wait for
 */
public record Sighting(Instant at, List<SeatState> seats, Set<Integer> waited) {}
