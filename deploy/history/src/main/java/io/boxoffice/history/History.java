package io.boxoffice.history;

import io.boxoffice.history.Books.Booking;
import io.boxoffice.history.Books.Owner;
import io.boxoffice.history.Books.Seat;
import io.boxoffice.history.Operation.Kind;
import io.boxoffice.history.Operation.Outcome;
import io.boxoffice.history.Violation.DoubleSale;
import io.boxoffice.history.Violation.LostBooking;
import io.boxoffice.history.Violation.NotRefused;
import io.boxoffice.history.Violation.NotReleased;
import io.boxoffice.history.Violation.StuckSeat;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything customers did, and whether the books agree. Only what is certain counts: a booking surely has its seats from
 * the moment its customer read the answer until its deadline or the moment somebody asked to release it, and for ever
 * once its confirmation was read. Two such times that overlap on one seat are a double sale, whatever the network did.
 * (The idea: M. Herlihy, J. Wing, Linearizability, 1990, reduced to what this object promises.)
 */
public final class History {

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final Set<String> ENDED = Set.of("FAILED", "CANCELLED");
    private static final Set<String> KEPT = Set.of("PENDING", "CONFIRMED");
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
        Collection<Life> lives = lives(books);
        Set<Violation> found = new LinkedHashSet<>(doubleSales(lives));
        lives.forEach(life -> lost(life, books, found));
        takenTwice(books, found);
        outlived(books, found);
        keptThoughRefused(lives, books, found);
        books.seats().forEach((seat, owner) -> {
            if (isStuck(seat, owner, books)) {
                found.add(new StuckSeat(seat, owner.booking()));
            }
        });
        return List.copyOf(found);
    }

    /** What is certain of a booking because somebody read an answer. */
    private static final class Life {
        private final String booking;
        private Collection<Seat> seats;
        private long heldFrom = FOR_EVER;
        private long deadline;
        private boolean confirmed;
        private long releaseAsked = FOR_EVER;
        private boolean released;

        /** With the seats that the books tell, unless its customer was told. */
        Life(String booking, Collection<Seat> seats) {
            this.booking = booking;
            this.seats = seats;
        }

        void happened(Operation operation) {
            boolean ok = operation.outcome() == Outcome.OK;
            switch (operation.kind()) {
                case HOLD, EXTEND, CONFIRM -> {
                    if (ok) {
                        granted(operation);
                    }
                }
                case RELEASE, CANCEL_SHOW -> {
                    if (operation.outcome() != Outcome.REFUSED) {
                        releaseAsked = Math.min(releaseAsked, operation.invoked());
                    }
                    released |= ok;
                }
            }
        }

        /** A repeated request is told the same again. */
        private void granted(Operation operation) {
            heldFrom = Math.min(heldFrom, operation.answered());
            deadline = Math.max(deadline, operation.deadline());
            confirmed |= operation.kind() == Kind.CONFIRM;
            if (operation.kind() == Kind.HOLD) {
                seats = operation.seats().stream()
                        .map(number -> new Seat(operation.show(), number))
                        .toList();
            }
        }

        boolean isOf(String show) {
            return seats.stream().anyMatch(seat -> seat.show().equals(show));
        }

        long until() {
            return Math.min(confirmed ? FOR_EVER : deadline, releaseAsked);
        }

        /** Whether there is any moment at which it surely had its seats. */
        boolean isCertain() {
            return heldFrom < until();
        }

        /** That somebody's release came a little earlier by another clock is no fault. */
        boolean isEndedTooSoon(Booking found) {
            return !found.status().equals("CONFIRMED") && releaseAsked == FOR_EVER && found.heldUntil() < deadline;
        }

        boolean mustBeThere() {
            return confirmed && releaseAsked == FOR_EVER;
        }
    }

    private synchronized Collection<Life> lives(Books books) {
        Map<String, Life> lives = new HashMap<>();
        List<Operation> operations = calls.stream().map(Call::operation).toList();
        for (Operation operation : operations) {
            if (operation.outcome() == Outcome.OK && operation.kind() != Kind.CANCEL_SHOW) {
                lives.computeIfAbsent(operation.booking(), id -> new Life(id, books.seatsOf(id)));
            }
        }
        for (Operation operation : operations) {
            Life life = lives.get(operation.booking());
            if (operation.kind() == Kind.CANCEL_SHOW) {
                lives.values().stream()
                        .filter(ended -> ended.isOf(operation.show()))
                        .forEach(ended -> ended.happened(operation));
            } else if (life != null) {
                life.happened(operation);
            }
        }
        return lives.values();
    }

    private static List<Violation> doubleSales(Collection<Life> lives) {
        Map<Seat, List<Life>> bySeat = new HashMap<>();
        lives.stream().filter(Life::isCertain).forEach(life -> {
            for (Seat seat : life.seats) {
                bySeat.computeIfAbsent(seat, any -> new ArrayList<>(1)).add(life);
            }
        });
        List<Violation> found = new ArrayList<>();
        bySeat.forEach((seat, owners) -> {
            owners.sort(Comparator.comparingLong(life -> life.heldFrom));
            Life last = owners.getFirst();
            for (Life next : owners.subList(1, owners.size())) {
                if (next.heldFrom < last.until()) {
                    found.add(new DoubleSale(seat, last.booking, next.booking));
                }
                last = next.until() > last.until() ? next : last;
            }
        });
        return found;
    }

    /**
     * An acknowledged booking is in the books, and its hold ends no sooner than its deadline, unless somebody asked; one
     * whose release was acknowledged has ended, and one whose confirmation was acknowledged has its seats.
     */
    private static void lost(Life life, Books books, Set<Violation> found) {
        String id = life.booking;
        String status = books.status(id);
        Booking booking = books.bookings().get(id);
        if (booking == null) {
            found.add(new LostBooking(id, status));
        } else if (life.released && !ENDED.contains(status)) {
            found.add(new NotReleased(id, status));
        } else if (life.mustBeThere()) {
            boolean hasSeats = life.seats.stream().allMatch(seat -> books.has(id, "CONFIRMED", seat));
            if (!status.equals("CONFIRMED") || !hasSeats) {
                found.add(new LostBooking(id, hasSeats ? status : status + WITHOUT_SEATS));
            }
        } else if (life.isEndedTooSoon(booking)) {
            found.add(new LostBooking(id, status + " before its deadline"));
        }
    }

    /** What the books call paid for or held has its seats, and nobody else has; also where nobody read an answer. */
    private static void takenTwice(Books books, Set<Violation> found) {
        books.bookings().forEach((id, booking) -> {
            if (!books.isLive(booking)) {
                return;
            }
            for (Seat seat : booking.seats()) {
                if (books.has(id, booking.status(), seat)) {
                    continue;
                }
                found.add(new LostBooking(id, booking.status() + WITHOUT_SEATS));
                Owner other = books.seats().get(seat);
                if (other != null && !isStuck(seat, other, books)) {
                    found.add(new DoubleSale(seat, id, other.booking()));
                }
            }
        });
    }

    /** Nothing outlives its show, once the organiser was told that it is cancelled; also where nobody read an answer. */
    private synchronized void outlived(Books books, Set<Violation> found) {
        Set<String> cancelled = calls.stream()
                .map(Call::operation)
                .filter(operation -> operation.kind() == Kind.CANCEL_SHOW && operation.outcome() == Outcome.OK)
                .map(Operation::show)
                .collect(Collectors.toSet());
        books.bookings().forEach((id, booking) -> {
            if (booking.seats().stream().map(Seat::show).anyMatch(cancelled::contains)
                    && !ENDED.contains(booking.status())) {
                found.add(new NotReleased(id, booking.status()));
            }
        });
    }

    /** Who was told no has no booking, unless they asked for the same one again. */
    private synchronized void keptThoughRefused(Collection<Life> lives, Books books, Set<Violation> found) {
        Set<String> told = lives.stream().map(life -> life.booking).collect(Collectors.toSet());
        calls.stream()
                .map(Call::operation)
                .filter(operation -> operation.kind() == Kind.HOLD && operation.outcome() == Outcome.REFUSED)
                .map(Operation::booking)
                .filter(id -> !told.contains(id) && KEPT.contains(books.status(id)))
                .forEach(id -> found.add(new NotRefused(id, books.status(id))));
    }

    private static boolean isStuck(Seat seat, Owner owner, Books books) {
        return owner.lapsed()
                || !books.status(owner.booking()).equals(owner.status())
                || !books.seatsOf(owner.booking()).contains(seat);
    }
}
