package io.boxoffice.booking.domain.waiting;

import io.boxoffice.booking.domain.Section;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides who gets which of the seats that came back. The rule:
 *
 * <ol>
 *   <li>In the order of joining, each party gets an offer of the best seats that grant its wish.
 *   <li>Where it cannot be served yet, the seats that came back within the last {@code patience} are kept for it, so that
 *       more may gather; those behind it get none of them. Seats that have been free for longer go to whoever they serve.
 *   <li>If seats on open sale would complete what a party needs, they are taken off sale, and offered in the next round.
 *   <li>What has been free for longer than {@code patience} and serves nobody who waits goes on open sale.
 * </ol>
 *
 * So no round keeps a seat from anybody that has been free for longer than {@code patience}, however long the line is and
 * whoever stands in it.
 *
 * @param takenOffSale seats to be taken off sale
 * @param putOnSale seats that nobody who waits can use
 * @param waitedFor numbers of the sections that somebody still waits for
 * @param more whether another round has something to do
 */
public record Handout(
        List<Offer> offers, List<Integer> takenOffSale, List<Integer> putOnSale, Set<Integer> waitedFor, boolean more) {

    /** Seats for the next in line. */
    public record Offer(Party party, List<Integer> seats) {}

    /**
     * One round.
     *
     * @param line in the order of joining; of each wish as many as there are, or one more than {@code mostOffers}
     */
    public static Handout of(List<Section> sections, List<Party> line, ReturnedSeats seats, int mostOffers) {
        return new Round(sections, seats).run(line, mostOffers);
    }

    private static final class Round {

        private final List<Section> sections;
        private final BitSet onSale;
        private final BitSet fresh;
        /** What may still be given in this round, and what is left of it for those who come first. */
        private final BitSet left;

        private final BitSet reserved = new BitSet();
        private final BitSet takenOffSale = new BitSet();
        private final List<Offer> offers = new ArrayList<>();
        private final Set<Wish> refused = new HashSet<>();

        Round(List<Section> sections, ReturnedSeats seats) {
            this.sections = sections;
            this.onSale = seats.onSale();
            this.fresh = seats.fresh();
            this.left = seats.kept();
        }

        Handout run(List<Party> line, int mostOffers) {
            boolean complete = true;
            Set<Party> served = new HashSet<>();
            for (Party party : line) {
                if (offers.size() == mostOffers) {
                    complete = false;
                    break;
                }
                if (!refused.contains(party.wish()) && serve(party)) {
                    served.add(party);
                }
            }
            Set<Integer> waitedFor = line.stream()
                    .filter(party -> !served.contains(party))
                    .map(Party::wish)
                    .distinct()
                    .flatMap(wish -> sections.stream().filter(wish::accepts))
                    .map(Section::number)
                    .collect(Collectors.toUnmodifiableSet());
            return new Handout(
                    List.copyOf(offers),
                    takenOffSale.stream().boxed().toList(),
                    complete ? unused(waitedFor) : List.of(),
                    waitedFor,
                    !complete || !takenOffSale.isEmpty());
        }

        /** What is left only shrinks, so whose wish was not granted to somebody ahead need not be asked again. */
        private boolean serve(Party party) {
            var granted = party.wish().fit(sections, left);
            granted.ifPresent(seats -> {
                offers.add(new Offer(party, seats));
                seats.forEach(left::clear);
            });
            if (granted.isEmpty()) {
                refused.add(party.wish());
                keepFor(party.wish());
            }
            return granted.isPresent();
        }

        private void keepFor(Wish wish) {
            BitSet withThoseOnSale = (BitSet) left.clone();
            withThoseOnSale.or(onSale);
            wish.fit(sections, withThoseOnSale)
                    .ifPresentOrElse(seats -> seats.forEach(this::completeWith), () -> keepFresh(wish));
        }

        private void keepFresh(Wish wish) {
            List<Section> accepted = sections.stream().filter(wish::accepts).toList();
            left.stream()
                    .filter(seat -> fresh.get(seat) && accepted.stream().anyMatch(s -> wish.mayUse(s, seat)))
                    .boxed()
                    .toList()
                    .forEach(this::keep);
        }

        private void completeWith(int seat) {
            if (onSale.get(seat)) {
                onSale.clear(seat);
                takenOffSale.set(seat);
            } else {
                keep(seat);
            }
        }

        private void keep(int seat) {
            left.clear(seat);
            reserved.set(seat);
        }

        private List<Integer> unused(Set<Integer> waitedFor) {
            BitSet unused = (BitSet) left.clone();
            unused.or(reserved);
            return unused.stream()
                    .filter(seat ->
                            !waitedFor.contains(sectionOf(seat).number()) || (left.get(seat) && !fresh.get(seat)))
                    .boxed()
                    .toList();
        }

        private Section sectionOf(int seat) {
            return sections.stream()
                    .filter(section -> section.contains(seat))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
