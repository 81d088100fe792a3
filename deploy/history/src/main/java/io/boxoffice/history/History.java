package io.boxoffice.history;

import io.boxoffice.history.Books.Booking;
import io.boxoffice.history.Books.Owner;
import io.boxoffice.history.Books.Seat;
import io.boxoffice.history.Operation.Kind;
import io.boxoffice.history.Operation.Outcome;
import io.boxoffice.history.Violation.DoubleSale;
import io.boxoffice.history.Violation.LostBooking;
import io.boxoffice.history.Violation.StuckSeat;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything customers did, and whether the books agree. Only what is certain counts: a booking surely has its seats from
 * the moment its customer read the answer until its deadline or the moment somebody asked to release it, and for ever
 * once its confirmation was read. Two such times that overlap on one seat are a double sale, whatever the network did.
 * (The idea: M. Herlihy, J. Wing, Linearizability, 1990, reduced to what this object promises.)
 */
public final class History {

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final Set<String> ENDED = Set.of("FAILED", "CANCELLED");
    private static final String WITHOUT_SEATS = " without its seats";

    private final InstantSource clock;
    private final List<Call> calls = new ArrayList<>();

    public History() {
        this(InstantSource.system());
    }

    /** For tests that move the clock deadlines are read by. */
    public History(InstantSource clock) {
        this.clock = clock;
    }

    /** Somebody asks for these seats; for any seats if there are none. */
    public Call hold(String show, List<Integer> seats) {
        return invoke(new Call(clock, Kind.HOLD, "", show, seats));
    }

    public Call extend(String booking) {
        return invoke(new Call(clock, Kind.EXTEND, booking, "", List.of()));
    }

    public Call confirm(String booking) {
        return invoke(new Call(clock, Kind.CONFIRM, booking, "", List.of()));
    }

    /** Somebody gives the seats back, held or booked. */
    public Call release(String booking) {
        return invoke(new Call(clock, Kind.RELEASE, booking, "", List.of()));
    }

    /** The organiser takes all seats of the show back, held and booked. */
    public Call cancelShow(String show) {
        return invoke(new Call(clock, Kind.CANCEL_SHOW, "", show, List.of()));
    }

    private synchronized Call invoke(Call call) {
        calls.add(call);
        return call;
    }

    /** How many calls were sent. */
    public synchronized int size() {
        return calls.size();
    }

    /** Every broken promise; none if all is well. */
    public List<Violation> check(Books books) {
        Map<String, Life> lives = lives();
        Set<Violation> found = new LinkedHashSet<>(doubleSales(lives));
        lives.values().forEach(life -> lost(life, books, found));
        soldTwice(books, found);
        books.seats().forEach((seat, owner) -> {
            if (isStuck(owner, books)) {
                found.add(new StuckSeat(seat, owner.booking()));
            }
        });
        return List.copyOf(found);
    }

    /** When a booking surely had its seats. */
    private static final class Life {
        private final Operation hold;
        private long deadline;
        private boolean confirmed;
        private long releaseAsked = FOR_EVER;

        Life(Operation hold) {
            this.hold = hold;
            this.deadline = hold.deadline();
        }

        long until() {
            return Math.min(confirmed ? FOR_EVER : deadline, releaseAsked);
        }

        /** Whether there is any moment at which it surely had its seats. */
        boolean isCertain() {
            return hold.answered() < until();
        }

        List<Seat> seats() {
            return hold.seats().stream()
                    .map(number -> new Seat(hold.show(), number))
                    .toList();
        }

        /** That somebody's release came a little earlier by another clock is no fault. */
        boolean isEndedTooSoon(Booking found) {
            return ENDED.contains(found.status()) && releaseAsked == FOR_EVER && found.decided() < deadline;
        }

        boolean mustBeThere() {
            return confirmed && releaseAsked == FOR_EVER;
        }
    }

    private synchronized Map<String, Life> lives() {
        Map<String, Life> lives = new HashMap<>();
        for (Call call : calls) {
            Operation operation = call.operation();
            if (operation.kind() == Kind.HOLD && operation.outcome() == Outcome.OK) {
                // a repeated request is told the same booking again
                lives.merge(
                        operation.booking(),
                        new Life(operation),
                        (one, other) -> one.hold.answered() <= other.hold.answered() ? one : other);
            }
        }
        for (Call call : calls) {
            Operation operation = call.operation();
            Life life = lives.get(operation.booking());
            if (operation.kind() == Kind.CANCEL_SHOW) {
                lives.values().stream()
                        .filter(ended -> ended.hold.show().equals(operation.show()))
                        .forEach(ended -> happened(operation, ended));
            } else if (life != null) {
                happened(operation, life);
            }
        }
        return lives;
    }

    private static void happened(Operation operation, Life life) {
        boolean ok = operation.outcome() == Outcome.OK;
        switch (operation.kind()) {
            case HOLD -> {}
            case EXTEND -> life.deadline = ok ? Math.max(life.deadline, operation.deadline()) : life.deadline;
            case CONFIRM -> life.confirmed |= ok;
            case RELEASE, CANCEL_SHOW -> {
                if (operation.outcome() != Outcome.REFUSED) {
                    life.releaseAsked = Math.min(life.releaseAsked, operation.invoked());
                }
            }
        }
    }

    private static List<Violation> doubleSales(Map<String, Life> lives) {
        Map<Seat, List<Life>> bySeat = new HashMap<>();
        lives.values().stream().filter(Life::isCertain).forEach(life -> {
            for (Seat seat : life.seats()) {
                bySeat.computeIfAbsent(seat, any -> new ArrayList<>(1)).add(life);
            }
        });
        List<Violation> found = new ArrayList<>();
        bySeat.forEach((seat, owners) -> {
            owners.sort(Comparator.comparingLong(life -> life.hold.answered()));
            Life last = owners.getFirst();
            for (Life next : owners.subList(1, owners.size())) {
                if (next.hold.answered() < last.until()) {
                    found.add(new DoubleSale(seat, last.hold.booking(), next.hold.booking()));
                }
                last = next.until() > last.until() ? next : last;
            }
        });
        return found;
    }

    /**
     * An acknowledged booking is in the books; its hold ended no sooner than its deadline, unless somebody asked; and one
     * whose confirmation was acknowledged has its seats.
     */
    private static void lost(Life life, Books books, Set<Violation> found) {
        String id = life.hold.booking();
        String status = books.status(id);
        Booking booking = books.bookings().get(id);
        if (booking == null) {
            found.add(new LostBooking(id, status));
        } else if (life.mustBeThere()) {
            boolean hasSeats = books.areBooked(life.seats(), id);
            if (!status.equals("CONFIRMED") || !hasSeats) {
                found.add(new LostBooking(id, hasSeats ? status : status + WITHOUT_SEATS));
            }
        } else if (life.isEndedTooSoon(booking)) {
            found.add(new LostBooking(id, status + " before its deadline"));
        }
    }

    /** What the books call paid for has its seats, and nobody else has; also where nobody read the confirmation. */
    private static void soldTwice(Books books, Set<Violation> found) {
        Map<Seat, String> sold = new HashMap<>();
        books.bookings().forEach((id, booking) -> {
            if (!booking.status().equals("CONFIRMED")) {
                return;
            }
            if (!books.areBooked(booking.seats(), id)) {
                found.add(new LostBooking(id, booking.status() + WITHOUT_SEATS));
            }
            for (Seat seat : booking.seats()) {
                String other = sold.putIfAbsent(seat, id);
                if (other != null) {
                    found.add(new DoubleSale(seat, other, id));
                }
            }
        });
    }

    private static boolean isStuck(Owner owner, Books books) {
        String status = books.status(owner.booking());
        return owner.booked() ? !status.equals("CONFIRMED") : owner.lapsed() || !status.equals("PENDING");
    }
}
