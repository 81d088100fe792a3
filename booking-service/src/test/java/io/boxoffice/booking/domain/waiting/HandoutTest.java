package io.boxoffice.booking.domain.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.kernel.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who gets which of the seats that came back. */
class HandoutTest {

    private static final Money PRICE = new Money(1_000, Currency.getInstance("EUR"));
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.parse("2030-01-01T10:00:00Z");
    private static final Instant FRESH = NOW.minus(PATIENCE).plusNanos(1_000);
    private static final Instant OLD = NOW.minus(PATIENCE);
    private static final int STALLS = 1;
    private static final int STANDING = 2;

    /** Two rows of ten, and ten places without names. */
    private static final List<Section> SECTIONS = List.of(
            new Section(STALLS, "Stalls", 1, 20, 10, List.of(), PRICE),
            new Section(STANDING, "Standing", 21, 10, 0, List.of(), PRICE));

    private final ReturnedSeats seats = new ReturnedSeats(NOW, PATIENCE);
    private final List<Party> line = new ArrayList<>();

    @Test
    void whoJoinedFirstIsServedFirst() {
        Party first = waits(STALLS, 1, true);
        Party second = waits(STALLS, 1, true);
        waits(STALLS, 1, true);
        cameBack(FRESH, 3, 17);

        Handout handout = round();

        assertThat(handout.offers()).extracting(Handout.Offer::party).containsExactly(first, second);
        assertThat(handout.offers().stream().flatMap(o -> o.seats().stream())).containsExactlyInAnyOrder(3, 17);
        assertThat(handout.waitedFor()).containsExactly(STALLS);
        assertThat(handout.more()).isFalse();
    }

    @Test
    void placesSideBySideAreSideBySideAndInOneRow() {
        Party pair = waits(STALLS, 2, true);
        cameBack(OLD, 10, 11, 15, 16);

        assertThat(round().offers()).containsExactly(new Handout.Offer(pair, List.of(15, 16)));
    }

    @Test
    void whoNeedNotSitTogetherGetsSeatsApart() {
        Party pair = waits(STALLS, 2, false);
        cameBack(FRESH, 1, 20);

        assertThat(round().offers()).containsExactly(new Handout.Offer(pair, List.of(1, 20)));
    }

    @Test
    void anySectionMeansOneOfThem() {
        Party three = waits(null, 3, true);
        cameBack(FRESH, 1, 2, 21, 25, 29);

        assertThat(round().offers()).containsExactly(new Handout.Offer(three, List.of(21, 25, 29)));
    }

    @Test
    void aFreshSeatIsKeptForAPartyThatNeedsMoreAndSoNotOfferedBehindIt() {
        waits(STALLS, 2, true);
        waits(STALLS, 1, true);
        cameBack(FRESH, 5);

        Handout handout = round();

        assertThat(handout.offers()).isEmpty();
        assertThat(handout.putOnSale()).isEmpty();
    }

    @Test
    void aSeatThatHasWaitedForThePatienceGoesToThoseBehind() {
        waits(STALLS, 2, true);
        Party behind = waits(STALLS, 1, true);
        cameBack(OLD, 5);
        cameBack(FRESH, 9);

        Handout handout = round();

        assertThat(handout.offers()).containsExactly(new Handout.Offer(behind, List.of(5)));
        assertThat(handout.putOnSale()).isEmpty();
    }

    @Test
    void aSeatThatServesNobodyWithinThePatienceGoesOnSaleAndTheOthersStay() {
        waits(STALLS, 2, true);
        cameBack(OLD, 5);
        cameBack(FRESH, 9);

        Handout handout = round();

        assertThat(handout.putOnSale()).containsExactly(5);
        assertThat(handout.waitedFor()).containsExactly(STALLS);
        assertThat(handout.more()).isFalse();
    }

    @Test
    void aSeatOnSaleThatCompletesAPairIsTakenOffSaleAndOfferedInTheNextRound() {
        Party pair = waits(STALLS, 2, true);
        cameBack(OLD, 6);
        seats.add(5, SECTIONS.getFirst(), null, Set.of(STALLS));

        Handout first = round();

        assertThat(first.offers()).isEmpty();
        assertThat(first.takenOffSale()).containsExactly(5);
        assertThat(first.putOnSale()).isEmpty();
        assertThat(first.more()).isTrue();

        ReturnedSeats then = new ReturnedSeats(NOW, PATIENCE);
        then.add(5, SECTIONS.getFirst(), OLD, Set.of(STALLS));
        then.add(6, SECTIONS.getFirst(), OLD, Set.of(STALLS));
        assertThat(Handout.of(SECTIONS, line, then, 50).offers())
                .containsExactly(new Handout.Offer(pair, List.of(5, 6)));
    }

    @Test
    void aPartyKeepsNothingInSectionsThatItDoesNotWant() {
        waits(STALLS, 2, true);
        Party standing = waits(STANDING, 1, false);
        cameBack(FRESH, 5, 21);

        assertThat(round().offers()).containsExactly(new Handout.Offer(standing, List.of(21)));
    }

    @Test
    void whereNobodyWaitsAnyMoreEverythingGoesOnSale() {
        waits(STALLS, 1, true);
        cameBack(FRESH, 5, 6, 22);

        Handout handout = round();

        assertThat(handout.offers()).hasSize(1);
        assertThat(handout.waitedFor()).isEmpty();
        assertThat(handout.putOnSale()).hasSize(2).contains(22);
    }

    @Test
    void aRoundIsBoundedAndPutsNothingOnSaleBeforeEverybodyWasAsked() {
        for (int i = 0; i < 4; i++) {
            waits(STALLS, 1, true);
        }
        cameBack(OLD, 1, 3, 5, 7);

        Handout handout = Handout.of(SECTIONS, line, seats, 3);

        assertThat(handout.offers()).hasSize(3);
        assertThat(handout.putOnSale()).isEmpty();
        assertThat(handout.waitedFor()).containsExactly(STALLS);
        assertThat(handout.more()).isTrue();
    }

    @Test
    void theEmptyHouseTellsWhatIsPossible() {
        assertThat(SECTIONS).anyMatch(new Wish(STALLS, 10, true, 0)::accepts);
        assertThat(SECTIONS).noneMatch(new Wish(STALLS, 11, true, 0)::accepts);
        assertThat(SECTIONS).anyMatch(new Wish(STALLS, 20, false, 0)::accepts);
        assertThat(SECTIONS).anyMatch(new Wish(STANDING, 10, true, 0)::accepts);
        assertThat(SECTIONS).noneMatch(new Wish(STANDING, 11, true, 0)::accepts);
    }

    @Test
    void accessibleSeatsGoToTheNextWhoNeedThemAndToNobodyElse() {
        List<Section> sections = List.of(new Section(STALLS, "Stalls", 1, 10, 10, List.of(1, 2), PRICE));
        Party ordinary = waits(null, 2, true);
        Party needsOne = waits(new Wish(null, 2, true, 1));
        Party needsTwo = waits(new Wish(STALLS, 2, false, 2));
        IntStream.of(1, 2, 3, 4).forEach(seat -> seats.add(seat, sections.getFirst(), NOW, Set.of(STALLS)));

        Handout handout = Handout.of(sections, line, seats, 50);

        assertThat(handout.offers())
                .containsExactly(
                        new Handout.Offer(ordinary, List.of(3, 4)), new Handout.Offer(needsOne, List.of(1, 2)));
        assertThat(handout.putOnSale()).isEmpty();
        assertThat(sections).anyMatch(needsOne.wish()::accepts);
        assertThat(sections).anyMatch(needsTwo.wish()::accepts);
        assertThat(sections).noneMatch(new Wish(STALLS, 3, false, 3)::accepts);
        assertThat(SECTIONS).noneMatch(new Wish(STANDING, 1, false, 1)::accepts);
    }

    @Test
    void anAccessibleSeatIsKeptFromNobodyWhoNeedsIt() {
        List<Section> sections = List.of(new Section(STALLS, "Stalls", 1, 10, 10, List.of(1, 2), PRICE));
        Party first = waits(new Wish(null, 2, true, 1));
        Party second = waits(new Wish(null, 1, true, 1));
        IntStream.of(1, 2, 3).forEach(seat -> seats.add(seat, sections.getFirst(), NOW, Set.of(STALLS)));

        assertThat(Handout.of(sections, line, seats, 50).offers())
                .containsExactly(new Handout.Offer(first, List.of(2, 3)), new Handout.Offer(second, List.of(1)));
    }

    @Test
    void anAccessibleSeatIsNotKeptForWhoCannotUseIt() {
        List<Section> sections = List.of(new Section(STALLS, "Stalls", 1, 10, 10, List.of(1), PRICE));
        waits(STALLS, 1, false);
        Party needsIt = waits(new Wish(null, 1, false, 1));
        seats.add(1, sections.getFirst(), NOW, Set.of(STALLS));

        assertThat(Handout.of(sections, line, seats, 50).offers())
                .containsExactly(new Handout.Offer(needsIt, List.of(1)));
    }

    @Test
    void nothingIsKeptForWhoNeedsMoreThanASectionEverHas() {
        waits(null, 11, false);
        waits(null, 2, true);
        IntStream.of(3, 5, 21).forEach(seat -> cameBack(FRESH, seat));

        Handout handout = round();

        assertThat(handout.offers()).isEmpty();
        assertThat(new Wish(null, 11, false, 0).accepts(SECTIONS.get(1))).isFalse();
        line.removeLast();
        assertThat(round().waitedFor()).containsExactly(STALLS);
        assertThat(round().putOnSale()).containsExactly(21);
    }

    private Handout round() {
        return Handout.of(SECTIONS, line, seats, 50);
    }

    private Party waits(@Nullable Integer section, int quantity, boolean adjacent) {
        return waits(new Wish(section, quantity, adjacent, 0));
    }

    private Party waits(Wish wish) {
        String name = "party-" + line.size();
        Party party = new Party(new Customer(name, name + "@customers.example", null, "en"), line.size(), wish);
        line.add(party);
        return party;
    }

    private void cameBack(Instant since, int... numbers) {
        IntStream.of(numbers)
                .forEach(seat -> seats.add(seat, SECTIONS.get(seat > 20 ? 1 : 0), since, Set.of(STALLS, STANDING)));
    }
}
