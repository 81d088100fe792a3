package io.boxoffice.booking.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.BookingState.Pending;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.Overloaded;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class HoldSeatsTest {

    private final ShowId show = ShowId.next();
    private final Map<BookingId, Booking> booked = new ConcurrentHashMap<>();
    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger groups = new AtomicInteger();
    private Function<List<Claim>, List<ClaimOutcome>> holding = this::bookAndFail;

    @Test
    void whatAFailedGroupHasBookedIsNotTakenByItself() throws Exception {
        HoldSeats holdSeats = holdSeats();
        Claim first = claim();
        Claim second = claim();
        CompletableFuture<ClaimOutcome> busy = holdSeats.claim(claim()).toCompletableFuture();
        await().until(() -> groups.get() == 1);
        CompletableFuture<ClaimOutcome> one = holdSeats.claim(first).toCompletableFuture();
        CompletableFuture<ClaimOutcome> other = holdSeats.claim(second).toCompletableFuture();
        permits.release(10);

        assertThat(busy.join()).isInstanceOf(Held.class);
        assertThat(one.join()).isEqualTo(new Held(booking(first)));
        assertThat(other.join()).isEqualTo(new Held(booking(second)));
        assertThat(groups).hasValue(2);
        holdSeats.stop(new Shutdown());
    }

    @Test
    void whoNeverGotAsFarAsTheSeatsIsToldToComeAgainAndNotThatTheyAreTaken() throws Exception {
        assertThat(answerIfAlways(new Contended(List.of(1)))).isEqualTo(new SeatsTaken(List.of(1)));
        assertThat(answerIfAlways(new Contended(List.of()))).isEqualTo(new Overloaded());
    }

    private ClaimOutcome answerIfAlways(ClaimOutcome outcome) throws Exception {
        holding = claims -> Collections.nCopies(claims.size(), outcome);
        HoldSeats holdSeats = holdSeats();
        Claim claim = claim();
        ClaimOutcome answer = holdSeats
                .handle(new HoldSeats.Command(claim.customer(), show, claim.request(), null))
                .toCompletableFuture()
                .join();
        holdSeats.stop(new Shutdown());
        return answer;
    }

    private Claim claim() {
        return new Claim(
                BookingId.nextFor(show),
                new Customer("anna", "anna@customers.example", null, "en"),
                new Named(List.of(1)),
                null);
    }

    /** Books whatever it is asked for, but loses its answer to a group; who is booked already finds the seats taken. */
    private List<ClaimOutcome> bookAndFail(List<Claim> claims) {
        groups.incrementAndGet();
        permits.acquireUninterruptibly();
        List<ClaimOutcome> outcomes = claims.stream()
                .<ClaimOutcome>map(claim -> booked.putIfAbsent(claim.id(), booking(claim)) == null
                        ? new Held(booking(claim))
                        : new SeatsTaken(List.of(1)))
                .toList();
        if (claims.size() > 1) {
            throw new IllegalStateException("nobody can be asked whether it was committed");
        }
        return outcomes;
    }

    private static Booking booking(Claim claim) {
        Instant now = claim.id().createdAt();
        ShowDetails hamlet = new ShowDetails(
                "Hamlet",
                "Globe",
                now.plus(Duration.ofDays(30)),
                ZoneId.of("Europe/London"),
                Currency.getInstance("GBP"),
                "olga",
                Duration.ofMinutes(4),
                Duration.ZERO);
        return new Booking(
                claim.id(),
                1,
                claim.customer(),
                hamlet,
                List.of(),
                new Pending(),
                now.plus(Duration.ofMinutes(2)),
                now,
                null,
                false);
    }

    private HoldSeats holdSeats() {
        InstantSource clock = InstantSource.system();
        HoldSeats holdSeats = new HoldSeats(
                bookings(),
                nothing(SeatMapCache.class),
                new NewShows(clock),
                new Proposals(nothing(Inventory.class), clock),
                new LaneLimits(1, 64, 10, Duration.ofSeconds(30), false),
                nothing(LaneMonitor.class));
        holdSeats.start(new Startup());
        return holdSeats;
    }

    @SuppressWarnings("unchecked")
    private Bookings bookings() {
        return (Bookings) Proxy.newProxyInstance(
                Bookings.class.getClassLoader(),
                new Class<?>[] {Bookings.class},
                (self, method, args) -> method.getName().equals("hold")
                        ? holding.apply((List<Claim>) args[0])
                        : Optional.ofNullable(booked.get((BookingId) args[0])));
    }

    private static <T> T nothing(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> Optional.empty()));
    }
}
