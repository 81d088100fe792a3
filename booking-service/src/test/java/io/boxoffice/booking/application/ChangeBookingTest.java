package io.boxoffice.booking.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeBookingTest {

    private static final Optional<Transition> DONE = Optional.of(new Refused(Refusal.HELD_LONGEST));

    private final ShowId show = ShowId.next();
    private final List<List<BookingId>> transactions = new CopyOnWriteArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final ChangeBooking changes = new ChangeBooking(
            bookings(),
            nothing(SeatMapCache.class),
            () -> null,
            new LaneLimits(1, 64, 10, Duration.ofSeconds(30), false),
            nothing(LaneMonitor.class));

    @BeforeEach
    void start() {
        changes.start(new Startup());
    }

    @AfterEach
    void stop() throws InterruptedException {
        permits.release(100);
        changes.stop(new Shutdown());
    }

    /** The second change of one booking fails, and the group is not repeated with it. */
    @Test
    void whatAGroupHasCommittedIsNotDoneOnceMoreForASecondChangeOfOneOfItsBookings() {
        BookingId busy = BookingId.nextFor(show);
        BookingId twice = BookingId.nextFor(show);
        BookingId once = BookingId.nextFor(show);
        CompletableFuture<Optional<Transition>> first = change(busy);
        await().until(() -> transactions.size() == 1);
        CompletableFuture<Optional<Transition>> extension = change(twice);
        CompletableFuture<Optional<Transition>> confirmation = change(twice);
        CompletableFuture<Optional<Transition>> neighbour = change(once);
        permits.release(2);

        assertThat(first.join()).isEqualTo(DONE);
        assertThat(extension.join()).isEqualTo(DONE);
        assertThat(neighbour.join()).isEqualTo(DONE);
        assertThatThrownBy(confirmation::join).hasRootCauseMessage("no more");
        assertThat(transactions).containsExactly(List.of(busy), List.of(twice, once), List.of(twice));
    }

    private CompletableFuture<Optional<Transition>> change(BookingId id) {
        return changes.by(
                        new Viewer("anna", false, false), id, (booking, now, holds) -> new Refused(Refusal.NOT_PENDING))
                .toCompletableFuture();
    }

    /** Waits for the first transaction's permit, and says no to those that have none. */
    private List<Optional<Transition>> done(List<Change> group) {
        transactions.add(group.stream().map(Change::id).toList());
        if (transactions.size() == 1) {
            permits.acquireUninterruptibly();
        } else if (!permits.tryAcquire()) {
            throw new IllegalStateException("no more");
        }
        return Collections.nCopies(group.size(), DONE);
    }

    @SuppressWarnings("unchecked")
    private Bookings bookings() {
        return (Bookings) Proxy.newProxyInstance(
                Bookings.class.getClassLoader(),
                new Class<?>[] {Bookings.class},
                (self, method, args) -> done((List<Change>) args[0]));
    }

    private static <T> T nothing(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> Optional.empty()));
    }
}
