package io.boxoffice.booking.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.RequestQueue;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServeRequestTest {

    private static final RequestTerms TERMS = new RequestTerms(Duration.ofMinutes(2));
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(1);

    private final Claim claim = new Claim(
            BookingId.nextFor(ShowId.next()),
            new Customer("anna", "anna@customers.example", null, "en"),
            new Named(List.of(1)),
            null);
    private final Instant requestedAt = claim.id().createdAt();

    @Test
    void whenThereIsTooMuchToDoARequestIsServedLater() {
        HoldSeats full = holdSeats();
        full.claim(claim);

        assertThat(serve(full, requestedAt)).isEqualTo(ServeRequest.Outcome.NOT_NOW);
    }

    @Test
    void aRequestIsServedUntilTheLastMomentOfItsTime() {
        HoldSeats full = holdSeats();
        full.claim(claim);

        assertThat(serve(full, requestedAt.plus(TERMS.timeToLive()).minus(TICK)))
                .isEqualTo(ServeRequest.Outcome.NOT_NOW);
        assertThat(serve(full, requestedAt.plus(TERMS.timeToLive()))).isEqualTo(ServeRequest.Outcome.TOO_LATE);
    }

    @Test
    void aRequestIsGivenUpOnlyWhenNobodyCanBeServingItAnyMore() {
        Instant end = requestedAt.plus(TERMS.timeToLive()).plus(GRACE);

        assertThat(TERMS.over(claim.id(), end.minus(TICK))).isFalse();
        assertThat(TERMS.over(claim.id(), end)).isTrue();
    }

    private ServeRequest.Outcome serve(HoldSeats holdSeats, Instant now) {
        RequestQueue queue = new RequestQueue() {
            @Override
            public boolean send(List<Request> requests) {
                return false;
            }

            @Override
            public Claim read(byte[] body) {
                return claim;
            }
        };
        return new ServeRequest(queue, nothing(Bookings.class), holdSeats, TERMS, InstantSource.fixed(now))
                .handle(new byte[0]);
    }

    /** Its one lane takes one request, and nobody works on it. */
    private static HoldSeats holdSeats() {
        InstantSource clock = InstantSource.system();
        return new HoldSeats(
                nothing(Bookings.class),
                nothing(SeatMapCache.class),
                new NewShows(clock),
                new Proposals(nothing(Inventory.class), clock),
                new LaneLimits(1, 1, 1, Duration.ofSeconds(1), false),
                nothing(LaneMonitor.class));
    }

    /** Knows no booking and does nothing. */
    private static <T> T nothing(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> Optional.empty()));
    }
}
