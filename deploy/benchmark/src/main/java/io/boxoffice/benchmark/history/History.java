package io.boxoffice.benchmark.history;

import io.boxoffice.benchmark.history.Books.Owner;
import io.boxoffice.benchmark.history.Books.Seat;
import io.boxoffice.benchmark.history.Operation.Kind;
import io.boxoffice.benchmark.history.Operation.Outcome;
import io.boxoffice.benchmark.history.Violation.DoubleSale;
import io.boxoffice.benchmark.history.Violation.LostBooking;
import io.boxoffice.benchmark.history.Violation.StuckSeat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything customers did, and whether the books agree. Only what is certain counts: a booking surely has its seats from
 * the moment its customer read the answer until its deadline or the moment somebody asked to release it, and for ever
 * once its confirmation was read. Two such times that overlap on one seat are a double sale, whatever the network did.
 * (The idea: M. Herlihy, J. Wing, Linearizability, 1990, reduced to what this object promises.)
 */
public final class History {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final List<Operation> operations = new ArrayList<>();

    /** Adds what a customer did; one thread at a time. */
    public void add(Operation operation) {
        operations.add(operation);
    }

    public int size() {
        return operations.size();
    }

    /** Every broken promise; none if all is well. */
    public List<Violation> check(Books books) {
        Map<String, Life> lives = lives();
        List<Violation> found = new ArrayList<>(doubleSales(lives));
        lives.values().forEach(life -> lost(life, books, found));
        books.seats().forEach((seat, owner) -> {
            if (isStuck(owner, books)) {
                found.add(new StuckSeat(seat, owner.booking()));
            }
        });
        return found;
    }

    /** When a booking surely had its seats. */
    private static final class Life {
        private final Operation hold;
        private long until;
        private boolean confirmed;
        private boolean releaseAsked;

        Life(Operation hold) {
            this.hold = hold;
            this.until = hold.deadline();
        }
    }

    private Map<String, Life> lives() {
        Map<String, Life> lives = new HashMap<>();
        for (Operation operation : operations) {
            if (operation.kind() == Kind.HOLD && operation.outcome() == Outcome.OK) {
                lives.put(operation.booking(), new Life(operation));
            }
        }
        for (Operation operation : operations) {
            Life life = lives.get(operation.booking());
            if (life != null && operation.kind() == Kind.CONFIRM && operation.outcome() == Outcome.OK) {
                life.confirmed = true;
                life.until = life.releaseAsked ? life.until : FOR_EVER;
            } else if (life != null && operation.kind() == Kind.RELEASE && operation.outcome() != Outcome.REFUSED) {
                life.releaseAsked = true;
                life.until = Math.min(life.until, operation.invoked());
            }
        }
        return lives;
    }

    private static List<Violation> doubleSales(Map<String, Life> lives) {
        Map<Seat, List<Life>> bySeat = new HashMap<>();
        for (Life life : lives.values()) {
            for (int seat : life.hold.seats()) {
                bySeat.computeIfAbsent(new Seat(life.hold.show(), seat), any -> new ArrayList<>(1))
                        .add(life);
            }
        }
        List<Violation> found = new ArrayList<>();
        bySeat.forEach((seat, owners) -> {
            owners.sort(Comparator.comparingLong(life -> life.hold.answered()));
            Life last = owners.getFirst();
            for (Life next : owners.subList(1, owners.size())) {
                if (next.hold.answered() < last.until) {
                    found.add(new DoubleSale(seat, last.hold.booking(), next.hold.booking()));
                }
                last = next.until > last.until ? next : last;
            }
        });
        return found;
    }

    /** An acknowledged booking is in the books, and one whose confirmation was acknowledged has its seats. */
    private static void lost(Life life, Books books, List<Violation> found) {
        String id = life.hold.booking();
        String status = books.bookings().getOrDefault(id, "absent");
        if (status.equals("absent")) {
            found.add(new LostBooking(id, status));
        } else if (life.confirmed && !life.releaseAsked) {
            boolean hasSeats = life.hold.seats().stream()
                    .map(seat -> books.seats().get(new Seat(life.hold.show(), seat)))
                    .allMatch(owner ->
                            owner != null && owner.booked() && owner.booking().equals(id));
            if (!status.equals("CONFIRMED") || !hasSeats) {
                found.add(new LostBooking(id, status + (hasSeats ? "" : " without its seats")));
            }
        }
    }

    private static boolean isStuck(Owner owner, Books books) {
        String status = books.bookings().getOrDefault(owner.booking(), "absent");
        return owner.booked() ? !status.equals("CONFIRMED") : owner.lapsed() || !status.equals("PENDING");
    }
}
