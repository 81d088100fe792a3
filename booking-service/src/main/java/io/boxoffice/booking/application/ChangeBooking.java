package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Bookings.Decision;
import io.boxoffice.booking.application.port.LaneMonitor;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.application.port.Traces;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.booking.domain.Transition.Refusal;
import io.boxoffice.booking.domain.Transition.Refused;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.id.BookingId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What all changes of one booking have in common: they are grouped, somebody owns it, and the map is drawn anew. */
@ApplicationScoped
class ChangeBooking {

    private static final Refused NOT_YOURS = new Refused(Refusal.NOT_YOURS);
    private static final Optional<Transition> NOTHING_TRIED = Optional.of(new Refused(Refusal.OVERLOADED));

    private final Bookings bookings;
    private final SeatMapCache seatMaps;
    private final Traces traces;
    private final LaneMonitor monitor;
    private final Lanes<Change, Optional<Transition>> lanes;

    ChangeBooking(Bookings bookings, SeatMapCache seatMaps, Traces traces, LaneLimits limits, LaneMonitor monitor) {
        this.bookings = bookings;
        this.seatMaps = seatMaps;
        this.traces = traces;
        this.monitor = monitor;
        this.lanes = new Lanes<>(
                "change",
                limits,
                change -> change.id().show(),
                this::change,
                this::tell,
                NOTHING_TRIED::equals,
                NOTHING_TRIED,
                monitor);
    }

    void start(@Observes Startup startup) {
        lanes.start();
    }

    void stop(@Observes Shutdown shutdown) throws InterruptedException {
        lanes.stop();
    }

    CompletionStage<Optional<Transition>> by(Viewer viewer, BookingId id, Decision decision) {
        Decision ifTheirs = (booking, now, holdsItsSeats) ->
                viewer.changes(booking) ? decision.decide(booking, now, holdsItsSeats) : NOT_YOURS;
        return lanes.submit(new Change(id, ifTheirs, traces.current()))
                .thenApply(decided -> decided.filter(transition -> !transition.equals(NOT_YOURS)));
    }

    /**
     * Of several changes of one booking the others ask again, in the next group: a group is one transaction, and what it
     * has committed is never decided anew because something behind it failed.
     */
    private List<Optional<Transition>> change(List<Change> group) {
        Map<BookingId, Change> firsts = new LinkedHashMap<>();
        group.forEach(change -> firsts.putIfAbsent(change.id(), change));
        Iterator<Optional<Transition>> decided =
                bookings.change(List.copyOf(firsts.values())).iterator();
        return group.stream()
                .map(change -> firsts.remove(change.id(), change) ? decided.next() : NOTHING_TRIED)
                .toList();
    }

    private void tell(List<Optional<Transition>> decided) {
        decided.stream()
                .filter(transition -> !transition.equals(NOTHING_TRIED))
                .flatMap(Optional::stream)
                .forEach(monitor::changed);
        decided.stream()
                .flatMap(Optional::stream)
                .filter(Changed.class::isInstance)
                .map(changed -> ((Changed) changed).after().id().show())
                .distinct()
                .forEach(seatMaps::drop);
    }
}
