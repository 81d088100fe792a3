package io.boxoffice.booking.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.booking.adapter.WaitingListOracle.Free;
import io.boxoffice.booking.adapter.WaitingListOracle.Part;
import io.boxoffice.booking.adapter.WaitingListOracle.Waiting;
import io.boxoffice.booking.adapter.WaitingListOracle.Wanted;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.application.port.Bookings.Change;
import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.application.port.WaitingList.Round;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.SeatRequest.Best;
import io.boxoffice.booking.domain.SeatRequest.Places;
import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Joining.Outcome.Joined;
import io.boxoffice.booking.domain.waiting.Joining.Outcome.PlacesFree;
import io.boxoffice.history.Call;
import io.boxoffice.history.History;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Five thousand customers want five hundred seats: they hold, confirm, let lapse, cancel, wait, accept, decline. Every
 * claim, every joining and every round of offers is held against the rule ({@link WaitingListOracle}).
 */
@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class WaitingListSimulationTest {

    private static final int CUSTOMERS = 5_000;
    private static final int SEATS = 400;
    private static final int PLACES = 100;
    private static final int ARRIVALS = 25;
    private static final int MOST_OFFERS = 50;
    private static final int WARM_DOWN_STEPS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Part STALLS = new Part(1, "Stalls", 1, SEATS, 10);
    private static final Part STANDING = new Part(2, "Standing", SEATS + 1, PLACES, 0);
    private static final WaitingListOracle ORACLE =
            new WaitingListOracle(List.of(STALLS, STANDING), MOST_OFFERS, PATIENCE);

    @Inject
    Stage stage;

    @Inject
    Bookings bookings;

    @Inject
    WaitingList waitingList;

    @Inject
    DataSource dataSource;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<BookingId> pending = new ArrayList<>();
    private final List<BookingId> confirmed = new ArrayList<>();

    /** In the order of joining. */
    private final List<Customer> inLine = new ArrayList<>();

    /** Whose wait has ended, or who have an offer. */
    private final List<Customer> outOfLine = new ArrayList<>();

    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private ShowId show = ShowId.next();
    private int offers;
    private int joined;
    private History history = new History();

    @AfterEach
    void resetClock() {
        stage.settle();
        assertThat(history.check(stage.books())).as("seed %d", seed).isEmpty();
    }

    @Test
    void everySeatEndsWithSomebodyAndEveryOfferFollowsTheRule() throws SQLException {
        System.out.println("WaitingListSimulationTest seed " + seed);
        stage.settle();
        history = stage.history();
        show = stage.show(SEATS, PLACES);
        stage.clockAt(now);
        for (int arrived = 0; arrived < CUSTOMERS; arrived += ARRIVALS) {
            arrive();
            live(0.5);
        }
        for (int step = 0; step < WARM_DOWN_STEPS; step++) {
            live(0.9);
        }
        sellTheRest();

        System.out.println(joined + " waited, " + offers + " offers");
        assertThat(offers).as("seed %d", seed).isGreaterThan(50);
        assertThat(sold()).as("seed %d", seed).isEqualTo(SEATS + PLACES);
        String seatsOfBookings = " FROM (SELECT unnest(seat_nos) AS seat FROM bookings WHERE status = 'CONFIRMED'"
                + " AND show_id = " + show.value() + ") sold";
        assertThat(stage.count("SELECT count(DISTINCT seat)" + seatsOfBookings)).isEqualTo(SEATS + PLACES);
        assertThat(stage.count("SELECT count(*)" + seatsOfBookings)).isEqualTo(SEATS + PLACES);
        assertThat(stage.contradictions()).isZero();
        assertThat(stage.count(
                        "SELECT count(DISTINCT (offer, status, reason)) FROM bookings WHERE show_id = " + show.value()
                                + " AND (status IN ('CONFIRMED', 'CANCELLED') OR reason IN ('EXPIRED', 'RELEASED'))"))
                .as("seed %d: holds and offers were each paid for, given back, forgotten and let go", seed)
                .isEqualTo(8);
    }

    /** Whoever gets no place on open sale may wait for one. */
    private void arrive() {
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < ARRIVALS; i++) {
            claims.add(new Claim(BookingId.nextFor(show), Stage.customer(), request(), null));
        }
        List<ClaimOutcome> outcomes = hold(claims);
        Map<Customer, Wanted> wanted = new LinkedHashMap<>();
        for (int i = 0; i < ARRIVALS; i++) {
            if (outcomes.get(i) instanceof Held(Booking booking)) {
                pending.add(booking.id());
            } else if (random.nextInt(3) > 0) {
                int quantity = claims.get(i).request().size();
                wanted.put(claims.get(i).customer(), new Wanted(section(), quantity, random.nextBoolean()));
            }
        }
        take(outOfLine)
                .filter(one -> waitingList
                        .find(show, one.id())
                        .filter(standing -> standing.state().isOnTheList())
                        .isEmpty())
                .ifPresent(one -> wanted.put(one, new Wanted(section(), 1 + random.nextInt(4), random.nextBoolean())));
        join(wanted);
    }

    /** Whoever joins finds nothing on sale that serves them, and takes nothing off sale. */
    private void join(Map<Customer, Wanted> wanted) {
        Set<Integer> onSale = WaitingListOracle.onSale(free());
        List<Joining> joining = new ArrayList<>();
        wanted.forEach((customer, wish) -> joining.add(
                new Joining(show, customer, ORACLE.name(wish.section()), wish.quantity(), wish.adjacent(), 0)));
        List<Joining.Outcome> outcomes = waitingList.join(joining);
        assertThat(outcomes)
                .as("seed %d, %s, on sale %s", seed, wanted.values(), onSale)
                .extracting(Joining.Outcome::getClass)
                .containsExactlyElementsOf(wanted.values().stream()
                        .map(wish -> ORACLE.serves(wish, onSale) ? PlacesFree.class : Joined.class)
                        .toList());
        assertThat(WaitingListOracle.onSale(free())).as("seed %d", seed).isEqualTo(onSale);
        for (int i = 0; i < joining.size(); i++) {
            if (outcomes.get(i) instanceof Joined) {
                inLine.add(joining.get(i).customer());
                joined++;
            }
        }
    }

    private void live(double share) throws SQLException {
        for (int i = 0; i < 10; i++) {
            take(pending).ifPresent(id -> {
                switch (random.nextInt(10)) {
                    case 0, 1 -> cancel(id);
                    case 2, 3 -> {} // lapses
                    default -> {
                        confirm(id);
                        confirmed.add(id);
                    }
                }
            });
        }
        if (random.nextDouble() > share) {
            take(confirmed).ifPresent(this::cancel);
        }
        leaveSometimes();
        now = now.plusMillis(random.nextInt(20_000));
        stage.clockAt(now);
        if (random.nextInt(4) > 0) {
            bookings.expireDue(1_000);
        }
        if (random.nextInt(3) > 0) {
            rounds();
        }
    }

    private void leaveSometimes() {
        if (random.nextInt(5) == 0) {
            List<Waiting> line = line();
            if (!line.isEmpty()) {
                String leaver = line.get(random.nextInt(line.size())).customer();
                waitingList.leave(show, leaver);
                leavesTheLine(leaver);
            }
        }
    }

    private void leavesTheLine(String id) {
        Customer customer =
                inLine.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
        inLine.remove(customer);
        outOfLine.add(customer);
    }

    private long sold() {
        return stage.count("SELECT count(*) FROM seats WHERE status = 2 AND show_id = " + show.value());
    }

    /** Demand exceeds supply: who comes last takes what nobody who waits can use, also of offers that are left to lapse. */
    private void sellTheRest() throws SQLException {
        for (int i = 0; i < 200 && sold() < SEATS + PLACES; i++) {
            while (!pending.isEmpty()) {
                confirm(pending.removeLast());
            }
            now = now.plus(PATIENCE.plusSeconds(61));
            stage.clockAt(now);
            bookings.expireDue(1_000);
            rounds();
            for (SeatRequest one : List.of(new Best(null, 1, 0, false), new Places("Standing", 1))) {
                if (hold(List.of(new Claim(BookingId.nextFor(show), Stage.customer(), one, null)))
                                .getFirst()
                        instanceof Held(Booking booking)) {
                    pending.add(booking.id());
                }
            }
        }
    }

    private void rounds() throws SQLException {
        Round round;
        int most = 0;
        do {
            List<Free> before = free();
            List<Waiting> line = line();
            round = waitingList.handOut(show).orElse(new Round(show, 0, false, false));
            Map<Waiting, List<Integer>> made = made(line);
            made.keySet().forEach(served -> leavesTheLine(served.customer()));
            offers += made.size();
            assertThat(round.offers()).as("seed %d", seed).isEqualTo(made.size());
            ORACLE.check("seed " + seed, now, line, made, before, free());
        } while (round.more() && ++most < 100);
        assertThat(most).as("seed %d", seed).isLessThan(100);
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private List<Free> free() {
        return read("""
                SELECT s.seat_no, s.held_until, s.held_until IS NULL OR NOT sec.waiting AS on_sale
                FROM seats s JOIN sections sec USING (show_id, section_no)
                WHERE s.show_id = ? AND s.status <= 1 AND (s.held_until IS NULL OR s.held_until <= boxoffice_now())
                """, row -> new Free(row.getInt(1), instant(row), row.getBoolean(3)));
    }

    private static @Nullable Instant instant(ResultSet row) throws SQLException {
        OffsetDateTime time = row.getObject(2, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** Nobody is lost, and nobody has changed places. */
    private List<Waiting> line() {
        List<Waiting> line = read(
                "SELECT customer_id, section_no, quantity, adjacent FROM waiting_list WHERE show_id = ?"
                        + " AND booking_id IS NULL AND closed_at IS NULL ORDER BY place",
                row -> new Waiting(
                        row.getString(1), new Wanted((Integer) row.getObject(2), row.getInt(3), row.getBoolean(4))));
        assertThat(line)
                .as("seed %d", seed)
                .extracting(Waiting::customer)
                .isEqualTo(inLine.stream().map(Customer::id).toList());
        return line;
    }

    /** What those in line have got since. */
    private Map<Waiting, List<Integer>> made(List<Waiting> line) {
        record Made(String customer, BookingId id, Instant until, List<Integer> seats) {}
        Map<String, Made> made = new LinkedHashMap<>();
        read(
                        "SELECT w.customer_id, b.held_until, b.booking_id, b.seat_nos FROM waiting_list w JOIN bookings b"
                                + " USING (show_id, booking_id) WHERE w.show_id = ? AND b.status = 'PENDING'",
                        row -> new Made(
                                row.getString(1),
                                new BookingId(show, row.getLong(3)),
                                Objects.requireNonNull(instant(row)),
                                List.of((Integer[]) row.getArray(4).getArray())))
                .forEach(one -> made.put(one.customer(), one));
        Map<Waiting, List<Integer>> offered = new LinkedHashMap<>();
        line.forEach(waiting -> Optional.ofNullable(made.get(waiting.customer()))
                .ifPresent(one -> {
                    offered.put(waiting, one.seats());
                    pending.add(one.id());
                    history.hold(show.toString(), one.seats()).held(one.id().toString(), one.seats(), one.until());
                }));
        return offered;
    }

    private <T> List<T> read(String sql, Reader<T> reader) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, show.value());
            List<T> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(reader.read(row));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<ClaimOutcome> hold(List<Claim> claims) {
        List<Call> calls = claims.stream()
                .map(claim -> history.hold(show.toString(), List.of()))
                .toList();
        Set<Integer> onSale = WaitingListOracle.onSale(free());
        List<ClaimOutcome> outcomes = bookings.hold(claims);
        for (int i = 0; i < calls.size(); i++) {
            if (Stage.told(calls.get(i), outcomes.get(i)) instanceof Held(Booking booking)) {
                assertThat(onSale).as("seed %d", seed).containsAll(booking.seats());
            }
        }
        return outcomes;
    }

    private void confirm(BookingId id) {
        change(history.confirm(id.toString()), id, Booking::confirm);
    }

    private void cancel(BookingId id) {
        change(history.release(id.toString()), id, (booking, at, holds) -> booking.cancel(at));
    }

    private void change(Call call, BookingId id, Bookings.Decision decision) {
        Stage.told(
                call,
                bookings.change(List.of(new Change(id, decision, null)))
                        .getFirst()
                        .orElseThrow());
    }

    private <T> Optional<T> take(List<T> from) {
        return from.isEmpty() ? Optional.empty() : Optional.of(from.remove(random.nextInt(from.size())));
    }

    private @Nullable Integer section() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> STANDING.number();
            default -> STALLS.number();
        };
    }

    private SeatRequest request() {
        int quantity = 1 + random.nextInt(4);
        return random.nextInt(4) == 0
                ? new Places("Standing", quantity)
                : new Best(null, quantity, 0, random.nextBoolean());
    }
}
