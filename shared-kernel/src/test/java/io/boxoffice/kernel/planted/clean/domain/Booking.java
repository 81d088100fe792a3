package io.boxoffice.kernel.planted.clean.domain;

import io.boxoffice.kernel.id.BookingId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A domain class as it should be: time and chance are handed in. */
public record Booking(
        BookingId id, Instant heldUntil, @Nullable String note) {

    public boolean isLapsed(Instant now) {
        return !heldUntil.isAfter(now);
    }

    public static Booking held(BookingId id, Clock clock, Duration life) {
        return new Booking(id, Instant.now(clock).plus(life), null);
    }

    public static int anyOf(List<Integer> seats, long seed) {
        return seats.get(new Random(seed).nextInt(seats.size()));
    }
}
