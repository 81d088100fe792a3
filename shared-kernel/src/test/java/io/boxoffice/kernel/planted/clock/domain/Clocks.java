package io.boxoffice.kernel.planted.clock.domain;

import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Each method reads a clock or throws dice. */
public final class Clocks {

    Instant instant() {
        return Instant.now();
    }

    Supplier<Instant> reference() {
        return Instant::now;
    }

    Supplier<Long> lambda() {
        return () -> System.nanoTime();
    }

    LocalDateTime local(ZoneId zone) {
        return LocalDateTime.now(zone);
    }

    long millis() {
        return System.currentTimeMillis();
    }

    Clock clock() {
        return Clock.systemUTC();
    }

    UUID uuid() {
        return UUID.randomUUID();
    }

    double dice() {
        return Math.random();
    }

    Supplier<Random> unseeded() {
        return Random::new;
    }

    int threadLocal() {
        return ThreadLocalRandom.current().nextInt(6);
    }

    int secure(SecureRandom random) {
        return random.nextInt();
    }

    ShowId show() {
        return ShowId.next();
    }

    BookingId booking(ShowId show) {
        return BookingId.nextFor(show);
    }
}
