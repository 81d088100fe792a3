package io.boxoffice.booking.domain.waiting;

import io.boxoffice.booking.domain.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The free seats of a show, by their numbers: those that anybody may buy, and those that are kept for people who wait.
 */
public final class ReturnedSeats {

    private final BitSet onSale = new BitSet();
    private final BitSet onSaleUntilSomebodyWaits = new BitSet();
    private final BitSet kept = new BitSet();
    private final BitSet fresh = new BitSet();
    private final Instant now;
    private final Duration patience;

    /** @param patience how long a seat that came back is kept for a party that it alone does not serve */
    public ReturnedSeats(Instant now, Duration patience) {
        this.now = now;
        this.patience = patience;
    }

    /**
     * Adds a free seat.
     *
     * @param since when it came back; absent if it is on open sale, whoever waits
     * @param waitedFor sections that people wait for, by number
     */
    public void add(int seat, Section section, @Nullable Instant since, Set<Integer> waitedFor) {
        if (since == null || !waitedFor.contains(section.number())) {
            onSale.set(seat);
            onSaleUntilSomebodyWaits.set(seat, since != null);
            return;
        }
        kept.set(seat);
        if (now.isBefore(since.plus(patience))) {
            fresh.set(seat);
        }
    }

    /** What anybody may buy. */
    public BitSet onSale() {
        return (BitSet) onSale.clone();
    }

    /** What of it would be kept from everybody as soon as somebody waits for its section. */
    public BitSet onSaleUntilSomebodyWaits() {
        return (BitSet) onSaleUntilSomebodyWaits.clone();
    }

    BitSet kept() {
        return (BitSet) kept.clone();
    }

    BitSet fresh() {
        return (BitSet) fresh.clone();
    }
}
