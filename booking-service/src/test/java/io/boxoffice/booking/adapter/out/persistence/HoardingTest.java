package io.boxoffice.booking.adapter.out.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.adapter.Stage;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.Bookings.Decision;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.MustPause;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.ShareUsed;
import io.boxoffice.booking.domain.ClaimOutcome.TooManyHolds;
import io.boxoffice.booking.domain.ClaimOutcome.TooManySeats;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest.Named;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wants more of a show than others get, with the rules as they are unless somebody changes them. */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class HoardingTest {

    private static final int SEATS = 5_000;
    private static final int BOT_ACCOUNTS = 1_000;
    private static final String ADDRESS = "address:203.0.113.7";
    private static final double TWENTIETH = 0.05;
    private static final Duration SALE = Duration.ofMinutes(5);
    private static final int STEPS = Boolean.getBoolean("soak") ? 120 : 30;

    @Inject
    Stage stage;

    @Inject
    Instances all;

    private final AtomicLong micros = new AtomicLong();
    private final Instant start = Instant.now();
    private PostgresBookings bookings;

    @BeforeEach
    void openTheBoxOffice() {
        stage.settle();
        bookings = instances(1).getFirst();
    }

    private List<PostgresBookings> instances(int count) {
        return Stream.generate(() -> all.another(() -> 1_000_000_000L + micros.get(), () -> {}))
                .limit(count)
                .toList();
    }

    /** Back in time, what has lapsed would hold again seats that others have had since. */
    @AfterEach
    void endAllHoldsAndResetTheClock() {
        stage.settle();
    }

    @Test
    void whoLetsHoldsGoAgainAndAgainWaitsTwiceAsLongEachTime() {
        ShowId show = stage.show(10, 0);
        Customer customer = Stage.customer();
        Duration now = Duration.ZERO;
        for (int i = 1; i <= 6; i++) {
            moveTo(now);
            assertThat(hold(show, customer, null, 1)).isInstanceOf(Held.class);
            now = now.plusSeconds(120);
        }

        moveTo(now);
        assertThat(hold(show, customer, null, 1)).isEqualTo(new MustPause(Duration.ofMinutes(1)));
        assertThat(hold(stage.show(10, 0), customer, null, 1)).isInstanceOf(Held.class);
        assertThat(hold(show, Stage.customer(), null, 2)).isInstanceOf(Held.class);
        moveTo(now.plusSeconds(60));
        assertThat(hold(show, customer, null, 1)).isInstanceOf(Held.class);
        now = now.plusSeconds(60 + 120);
        moveTo(now);
        assertThat(hold(show, customer, null, 1)).isEqualTo(new MustPause(Duration.ofMinutes(2)));
        moveTo(now.plus(Duration.ofHours(1)));
        assertThat(hold(show, customer, null, 1)).isInstanceOf(Held.class);
    }

    @Test
    void releasingIsLettingGoAndPayingIsNot() {
        ShowId show = stage.show(100, 0);
        Customer fickle = Stage.customer();
        Customer keen = Stage.customer();
        for (int i = 1; i <= 6; i++) {
            moveTo(Duration.ofSeconds(i));
            change(hold(show, fickle, null, 1), (booking, at, holds) -> booking.cancel(at));
            change(hold(show, keen, null, 10 + i), (booking, at, holds) -> booking.confirm(at, holds));
        }

        assertThat(hold(show, fickle, null, 1)).isInstanceOf(MustPause.class);
        assertThat(hold(show, keen, null, 20)).isInstanceOf(Held.class);
    }

    @Test
    void nobodyHasMoreSeatsThanOneCustomerMay() {
        ShowId show = stage.show(200, 0);
        Customer customer = Stage.customer();
        for (int i = 0; i < 5; i++) {
            int first = 20 * i + 1;
            int[] seats =
                    Stream.iterate(first, s -> s + 1).limit(20).mapToInt(s -> s).toArray();
            change(hold(show, customer, null, seats), (booking, at, holds) -> booking.confirm(at, holds));
        }

        assertThat(hold(show, customer, null, 101)).isEqualTo(new TooManySeats(100));
    }

    @Test
    void allWhoComeFromOneAddressHaveOneShareAndItComesBack() {
        ShowId show = stage.show(100, 0);
        for (int seat = 1; seat <= 20; seat++) {
            assertThat(hold(show, Stage.customer(), ADDRESS, seat)).isInstanceOf(Held.class);
            assertThat(hold(show, Stage.customer(), ADDRESS, seat)).isNotInstanceOf(Held.class);
        }

        assertThat(hold(show, Stage.customer(), ADDRESS, 41))
                .isInstanceOfSatisfying(
                        ShareUsed.class,
                        used -> assertThat(used.left()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30)));
        assertThat(hold(show, Stage.customer(), "address:203.0.113.8", 41)).isInstanceOf(Held.class);
        assertThat(hold(show, Stage.customer(), null, 42)).isInstanceOf(Held.class);
        moveTo(Duration.ofSeconds(30));
        assertThat(hold(show, Stage.customer(), ADDRESS, 43)).isInstanceOf(Held.class);
        assertThat(hold(show, Stage.customer(), ADDRESS, 44)).isInstanceOf(ShareUsed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10})
    void aShareIsOneThroughAnyNumberOfInstances(int count) {
        ShowId show = stage.show(800, 0);
        List<PostgresBookings> instances = instances(count);

        assertThat(heldInTurn(instances, show, 20)).isEqualTo(1);
        moveTo(Duration.ofSeconds(580));
        assertThat(heldInTurn(instances.reversed(), show, 19)).isEqualTo(1);
        assertThat(heldInTurn(instances, show, 1)).isZero();
    }

    /** How many of the instances give so many seats to somebody from the address; the others say that the share is used. */
    private static long heldInTurn(List<PostgresBookings> instances, ShowId show, int seats) {
        List<ClaimOutcome> outcomes = new ArrayList<>();
        for (PostgresBookings instance : instances) {
            int first = 20 * outcomes.size() + 1;
            int[] free = IntStream.range(first, first + seats).toArray();
            outcomes.addAll(instance.hold(List.of(claim(show, Stage.customer(), ADDRESS, free))));
        }
        assertThat(outcomes).hasOnlyElementsOfTypes(Held.class, ShareUsed.class);
        return outcomes.stream().filter(Held.class::isInstance).count();
    }

    @Test
    void aClaimThatComesToNothingUsesUpNoHoldOfItsGroup() {
        ShowId show = stage.show(30, 0);
        Customer customer = Stage.customer();
        for (int seat = 1; seat <= 9; seat++) {
            assertThat(hold(show, customer, null, seat)).isInstanceOf(Held.class);
        }
        assertThat(hold(show, Stage.customer(), null, 20)).isInstanceOf(Held.class);
        Claim good = claim(show, customer, null, 21);

        assertThat(bookings.hold(List.of(claim(show, customer, null, 20), good)))
                .containsExactly(new SeatsTaken(List.of(20)), new Contended(List.of()));
        List<ClaimOutcome> next = bookings.hold(List.of(good, claim(show, customer, null, 22)));
        assertThat(next.get(0)).isInstanceOf(Held.class);
        assertThat(next.get(1)).isEqualTo(new TooManyHolds(10));
    }

    @Test
    void aClaimThatComesToNothingUsesUpNoShareOfItsGroup() {
        ShowId show = stage.show(100, 0);
        int[] sold = IntStream.rangeClosed(1, 20).toArray();
        assertThat(hold(show, Stage.customer(), null, sold)).isInstanceOf(Held.class);
        Claim good = claim(show, Stage.customer(), ADDRESS, 41);

        assertThat(bookings.hold(List.of(claim(show, Stage.customer(), ADDRESS, sold), good)))
                .satisfiesExactly(
                        outcome -> assertThat(outcome).isInstanceOf(SeatsTaken.class),
                        outcome -> assertThat(outcome).isEqualTo(new Contended(List.of())));
        int[] rest = IntStream.rangeClosed(42, 60).toArray();
        assertThat(bookings.hold(List.of(
                        good,
                        claim(show, Stage.customer(), ADDRESS, rest),
                        claim(show, Stage.customer(), ADDRESS, 61))))
                .satisfiesExactly(
                        outcome -> assertThat(outcome).isInstanceOf(Held.class),
                        outcome -> assertThat(outcome).isInstanceOf(Held.class),
                        outcome -> assertThat(outcome).isInstanceOf(ShareUsed.class));
    }

    @Test
    void aBotWithAThousandTokensGetsATwentiethOfAShow() {
        double hoarder = new Bot(false, 1).peakShare();
        double buyer = new Bot(true, 1).peakShare();
        System.out.printf(
                "A bot with %,d tokens at half of the load has at most, of %,d seats: hoarding from one address %.1f %%,"
                        + " buying from one address %.1f %%%n",
                BOT_ACCOUNTS, SEATS, 100 * hoarder, 100 * buyer);

        assertThat(hoarder).isBetween(0.01, TWENTIETH);
        assertThat(buyer).isBetween(0.01, TWENTIETH);
        assertThat(new Bot(false, 0).share(TWENTIETH))
                .as("a simulation that could fail")
                .isGreaterThan(TWENTIETH);
    }

    /** What the address adds: the same bot where only accounts count. */
    @Test
    @EnabledIfSystemProperty(named = "soak", matches = "true")
    void aBotWithoutAnAddressGetsMore() {
        double hoarder = new Bot(false, 0).peakShare();
        double buyer = new Bot(true, 0).peakShare();
        System.out.printf(
                "The same by the rules for accounts alone: %.1f %% and %.1f %%%n", 100 * hoarder, 100 * buyer);

        assertThat(List.of(hoarder, buyer))
                .allSatisfy(share -> assertThat(share).isGreaterThan(TWENTIETH));
    }

    /**
     * Five minutes of a sale in which a bot sends every second request, through three instances in turn: even in few steps
     * it asks for many times what its share gives back meanwhile.
     */
    private final class Bot {

        private static final int REQUESTS = 25;

        private final boolean pays;
        private final int addresses;
        private final ShowId show = stage.show(SEATS, 0);
        private final long seed = System.nanoTime();
        private final Random random = new Random(seed);
        private final List<PostgresBookings> instances = instances(3);
        private int asked;

        Bot(boolean pays, int addresses) {
            this.pays = pays;
            this.addresses = addresses;
            System.out.println("seed " + seed);
        }

        double peakShare() {
            return share(1);
        }

        /** Its largest share; ends early once it has more than {@code enough}. */
        double share(double enough) {
            Duration begin = Duration.ofNanos(1_000 * micros.get());
            double peak = 0;
            for (int step = 0; step < STEPS && peak <= enough; step++) {
                moveTo(begin.plus(SALE.multipliedBy(step).dividedBy(STEPS)));
                List<Claim> claims = new ArrayList<>();
                for (int i = 0; i < REQUESTS; i++) {
                    claims.add(claim(show, Stage.customer(), null, seats(2)));
                    claims.add(ofBot());
                }
                pay(instances.get(step % instances.size()).hold(claims));
                peak = Math.max(peak, share());
            }
            return peak;
        }

        private Claim ofBot() {
            int account = asked++ % BOT_ACCOUNTS;
            Customer customer = new Customer("bot-" + account, "bot@customers.example", null, "en");
            String source = addresses == 0 ? null : "address:198.51.100." + account % addresses;
            return claim(show, customer, source, seats(4));
        }

        private int[] seats(int count) {
            return random.ints(1, SEATS + 1).distinct().limit(count).toArray();
        }

        private void pay(List<ClaimOutcome> outcomes) {
            bookings.change(outcomes.stream()
                    .filter(Held.class::isInstance)
                    .map(held -> ((Held) held).booking())
                    .filter(booking -> pays || !booking.customer().id().startsWith("bot-"))
                    .map(booking -> new Change(booking.id(), (locked, now, holds) -> locked.confirm(now, holds), null))
                    .toList());
        }

        /** Asks for the customer of each seat: joined, a table that is new to the planner takes seconds. */
        private double share() {
            return stage.count("""
                            SELECT count(*) FROM seats s
                            WHERE show_id = %d AND (status = 2 OR held_until > boxoffice_now())
                              AND (SELECT customer_id FROM bookings b
                                   WHERE b.show_id = s.show_id AND b.booking_id = s.booking_id) LIKE 'bot-%%'
                            """.formatted(show.value())) / (double) SEATS;
        }
    }

    private void moveTo(Duration sinceStart) {
        all.letPass(sinceStart.minusNanos(1_000 * micros.get()));
        micros.set(sinceStart.toNanos() / 1_000);
        stage.clockAt(start.plus(sinceStart));
    }

    private static Claim claim(ShowId show, Customer customer, @Nullable String source, int... seats) {
        return new Claim(
                BookingId.nextFor(show),
                customer,
                new Named(Arrays.stream(seats).boxed().toList()),
                null,
                source);
    }

    private ClaimOutcome hold(ShowId show, Customer customer, @Nullable String source, int... seats) {
        return bookings.hold(List.of(claim(show, customer, source, seats))).getFirst();
    }

    private void change(ClaimOutcome held, Decision decision) {
        Booking booking = ((Held) held).booking();
        bookings.change(List.of(new Change(booking.id(), decision, null)));
    }
}
