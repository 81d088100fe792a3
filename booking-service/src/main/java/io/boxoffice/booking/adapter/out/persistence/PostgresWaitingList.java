package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.WaitingList;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.Place;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.waiting.Handout;
import io.boxoffice.booking.domain.waiting.Handout.Offer;
import io.boxoffice.booking.domain.waiting.Joining;
import io.boxoffice.booking.domain.waiting.Joining.Outcome;
import io.boxoffice.booking.domain.waiting.ReturnedSeats;
import io.boxoffice.booking.domain.waiting.Standing;
import io.boxoffice.booking.domain.waiting.Wish;
import io.boxoffice.kernel.event.WaitingListClosed;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.metric.FailedRounds;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The waiting lists, in PostgreSQL. Joining, leaving and handing out lock the show's row of {@code waiting_shows}, so
 * that they happen one after the other, and read everything else afterwards; then they take seats without waiting. Claims
 * know nothing of that row: they read the flag of the section, and take no seat that came back after they began.
 */
@ApplicationScoped
class PostgresWaitingList implements WaitingList {

    private static final Logger LOG = Logger.getLogger(PostgresWaitingList.class);

    /** The most offers of one round. */
    private static final int MOST_OFFERS = 50;

    /** The most people whose wait ends with the show in one round. */
    private static final int MOST_CLOSED = 1_000;

    private static final String BEGIN_LINES = """
            INSERT INTO waiting_shows (show_id, looked_at)
            SELECT show_id, '-infinity' FROM shows WHERE show_id = ANY (?) ORDER BY show_id
            ON CONFLICT (show_id) DO UPDATE SET looked_at = waiting_shows.looked_at
            """;

    private static final String LOCK_LINE = "SELECT show_id FROM waiting_shows WHERE show_id = ? FOR UPDATE";

    private static final String NEXT_LINE = """
            UPDATE waiting_shows SET looked_at = boxoffice_now()
            WHERE show_id = (
                SELECT show_id FROM waiting_shows
                WHERE looked_at <= boxoffice_now() - make_interval(secs => ?)
                ORDER BY looked_at LIMIT 1
                FOR UPDATE SKIP LOCKED)
            RETURNING show_id
            """;

    private static final String MOMENT = """
            SELECT boxoffice_now() AS now, starts_at <= boxoffice_now() AS begun, cancelled FROM shows WHERE show_id = ?
            """;

    /** A show that is changing at this moment is waited for, and one that was read stays as it is until the end. */
    private static final String LOCK_MOMENT = MOMENT + " FOR SHARE";

    private static final String LOOKED_AT = "UPDATE waiting_shows SET looked_at = boxoffice_now() WHERE show_id = ?";

    private static final String MAKE_DUE = "UPDATE waiting_shows SET looked_at = '-infinity' WHERE show_id = ?";

    private static final String END_LINE = "DELETE FROM waiting_shows WHERE show_id = ?";

    private final Database database;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final WaitingListSettings settings;
    private final FailedRounds failures;

    PostgresWaitingList(
            Database database, Outbox outbox, OutboxRelay relay, WaitingListSettings settings, MeterRegistry metrics) {
        this.database = database;
        this.outbox = outbox;
        this.relay = relay;
        this.settings = settings;
        this.failures = new FailedRounds(metrics, "offer-overdue");
    }

    @Override
    public List<Outcome> join(List<Joining> joining) {
        return database.inTransaction(connection -> {
            List<ShowId> ids =
                    joining.stream().map(Joining::show).distinct().sorted().toList();
            beginLines(connection, ids);
            Map<ShowId, EndOfLine> ends = new HashMap<>();
            for (Show show : ShowRows.load(connection, ids).values()) {
                ends.put(show.id(), new EndOfLine(connection, show));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Joining one : joining) {
                EndOfLine end = ends.get(one.show());
                outcomes.add(end == null ? new Outcome.NoSuchShow() : end.join(one));
            }
            return outcomes;
        });
    }

    /** The end of a show's line, where people join one after the other. */
    private final class EndOfLine {

        private final Show show;
        private final WaitingRows rows;
        private final WaitedSeats seats;
        private final Moment moment;
        private final Set<Integer> waitedFor;
        private ReturnedSeats free;

        EndOfLine(Connection connection, Show show) throws SQLException {
            this.show = show;
            rows = new WaitingRows(connection);
            seats = new WaitedSeats(connection, show.id());
            moment = moment(connection, MOMENT, show.id());
            waitedFor = seats.waitedFor();
            free = seats.free(show, waitedFor, moment.now(), settings.patience());
        }

        Outcome join(Joining joining) throws SQLException {
            Optional<Section> section = Optional.ofNullable(joining.section()).flatMap(show::section);
            if (joining.section() != null && section.isEmpty()) {
                return new Outcome.NoSuchSection(joining.section());
            }
            Wish wish = new Wish(
                    section.map(Section::number).orElse(null),
                    joining.quantity(),
                    joining.adjacent(),
                    joining.accessible());
            if (moment.cancelled()) {
                return new Outcome.ShowCancelled();
            }
            if (moment.begun()) {
                return new Outcome.SalesClosed();
            }
            if (show.sections().stream().noneMatch(wish::accepts)) {
                return new Outcome.NeverFits();
            }
            if (rows.state(show.id(), joining.customer().id())
                    .filter(Standing.State::isOnTheList)
                    .isPresent()) {
                return new Outcome.AlreadyOnTheList();
            }
            if (wish.fit(show.sections(), free.onSale()).isPresent()) {
                return new Outcome.PlacesFree();
            }
            rows.append(joining, wish);
            closeSales(wish);
            return new Outcome.Joined(show.id());
        }

        /** What is on sale stays on sale: it does not serve whoever has just joined. */
        private void closeSales(Wish wish) throws SQLException {
            List<Section> closed = show.sections().stream()
                    .filter(wish::accepts)
                    .filter(section -> waitedFor.add(section.number()))
                    .toList();
            if (closed.isEmpty()) {
                return;
            }
            seats.flag(waitedFor);
            seats.putOnSale(free.onSaleUntilSomebodyWaits().stream()
                    .filter(seat -> closed.stream().anyMatch(section -> section.contains(seat)))
                    .boxed()
                    .toList());
            free = seats.free(show, waitedFor, moment.now(), settings.patience());
        }
    }

    @Override
    public Optional<Standing> find(ShowId show, String customerId) {
        return database.reading(connection -> new WaitingRows(connection).standing(show, customerId));
    }

    @Override
    public long length() {
        return database.reading(connection -> new WaitingRows(connection).length());
    }

    @Override
    public Optional<Standing.State> leave(ShowId show, String customerId) {
        return database.inTransaction(connection -> {
            lockLine(connection, show);
            WaitingRows rows = new WaitingRows(connection);
            Optional<Standing.State> state = rows.state(show, customerId);
            if (state.isPresent() && state.get() != Standing.State.OFFERED) {
                rows.remove(show, customerId);
                execute(connection, MAKE_DUE, show);
            }
            return state;
        });
    }

    @Override
    public Optional<Round> handOut(ShowId show) {
        Optional<Round> round = database.inTransaction(connection -> {
            Optional<ShowId> locked = lockLine(connection, show);
            return locked.isEmpty() ? Optional.empty() : Optional.of(round(connection, show));
        });
        relay.wake();
        return round;
    }

    @Override
    public Optional<Round> handOutNext() {
        return database.inTransaction(this::nextLine).map(this::look);
    }

    /** A show whose round fails has been looked at too, so that it is not the next one again and again. */
    private Round look(ShowId show) {
        Round nothing = new Round(show, 0, false, false);
        try {
            return handOut(show).orElse(nothing);
        } catch (RuntimeException e) {
            failures.count();
            LOG.errorf(e, "Nothing can be offered of show %s", show);
            return nothing;
        }
    }

    @Override
    public int close(ShowId show, int limit) {
        int closed = database.inTransaction(connection -> {
            beginLines(connection, List.of(show));
            return close(connection, show, limit, true);
        });
        relay.wake();
        return closed;
    }

    private int close(Connection connection, ShowId show, int limit, boolean told) throws SQLException {
        List<WaitingListClosed> events = new WaitingRows(connection).close(show, limit);
        if (told) {
            outbox.append(connection, events, moment(connection, MOMENT, show).now());
        }
        if (events.size() < limit) {
            endLine(connection, show);
        }
        return events.size();
    }

    private Round round(Connection connection, ShowId id) throws SQLException {
        Moment moment = moment(connection, LOCK_MOMENT, id);
        Show show = Optional.ofNullable(ShowRows.load(connection, List.of(id)).get(id))
                .orElseThrow();
        Instant now = moment.now();
        WaitingRows rows = new WaitingRows(connection);
        if (moment.cancelled() || moment.begun()) {
            int closed = close(connection, id, MOST_CLOSED, moment.cancelled());
            return new Round(id, 0, true, closed == MOST_CLOSED);
        }
        WaitedSeats seats = new WaitedSeats(connection, id);
        ReturnedSeats free = seats.free(show, seats.waitedFor(), now, settings.patience());
        Handout handout = Handout.of(show.sections(), rows.line(id, MOST_OFFERS + 1), free, MOST_OFFERS);
        Map<BookingId, Offer> offers = new LinkedHashMap<>();
        handout.offers().forEach(offer -> offers.put(BookingId.nextFor(id), offer));
        int made = offer(connection, show, offers, now);
        boolean missed = made < offers.size();
        int taken = seats.takeOffSale(handout.takenOffSale(), settings.patience());
        seats.putOnSale(missed ? List.of() : handout.putOnSale());
        Set<Integer> waitedFor = new HashSet<>(handout.waitedFor());
        if (missed) {
            waitedFor.addAll(seats.waitedFor());
        }
        boolean flagged = seats.flag(waitedFor);
        // while others have all those seats locked, the sweep goes on with other shows
        String next = handout.more() && made + taken > 0 ? MAKE_DUE : LOOKED_AT;
        execute(connection, waitedFor.isEmpty() ? END_LINE : next, id);
        boolean changed = made + taken > 0 || flagged || !handout.putOnSale().isEmpty();
        return new Round(id, made, changed, handout.more() || missed);
    }

    /** How many offers were made: all but those with a seat that somebody has locked this instant. */
    private int offer(Connection connection, Show show, Map<BookingId, Offer> offers, Instant now) throws SQLException {
        Instant wished = now.plus(settings.offerTime());
        Instant startsAt = show.details().startsAt();
        Instant until = wished.isBefore(startsAt) ? wished : startsAt;
        Set<BookingId> held = new WaitedSeats(connection, show.id()).hold(offers, until);
        List<Booking> bookings = offers.entrySet().stream()
                .filter(offer -> held.contains(offer.getKey()))
                .map(offer -> booking(offer.getKey(), offer.getValue(), show, until, now))
                .toList();
        BookingRows.insert(connection, bookings);
        new WaitingRows(connection).offered(bookings);
        outbox.append(connection, bookings.stream().map(Booking::offered).toList(), now);
        return bookings.size();
    }

    private static Booking booking(BookingId id, Offer offer, Show show, Instant until, Instant now) {
        List<Place> places = offer.seats().stream()
                .map(seat -> show.sectionOf(seat).orElseThrow().place(seat))
                .toList();
        Claim claim = new Claim(id, offer.party().customer(), new SeatRequest.Named(offer.seats()), null);
        return Booking.held(claim, show, places, until, now).asOffer();
    }

    /** Nobody waits any more: what is free is on open sale. */
    private void endLine(Connection connection, ShowId show) throws SQLException {
        new WaitedSeats(connection, show).flag(List.of());
        execute(connection, END_LINE, show);
    }

    private static void beginLines(Connection connection, List<ShowId> shows) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(BEGIN_LINES)) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", shows.stream().map(ShowId::value).toArray()));
            insert.executeUpdate();
        }
    }

    private static Optional<ShowId> lockLine(Connection connection, ShowId show) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK_LINE)) {
            lock.setLong(1, show.value());
            return show(lock);
        }
    }

    private Optional<ShowId> nextLine(Connection connection) throws SQLException {
        try (PreparedStatement next = connection.prepareStatement(NEXT_LINE)) {
            next.setDouble(1, settings.lookEvery().toMillis() / 1_000.0);
            return show(next);
        }
    }

    private static Optional<ShowId> show(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(new ShowId(row.getLong(1))) : Optional.empty();
        }
    }

    private static void execute(Connection connection, String sql, ShowId show) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, show.value());
            statement.executeUpdate();
        }
    }

    /** Where a show is in its life, by the database's clock. */
    private record Moment(Instant now, boolean begun, boolean cancelled) {}

    private static Moment moment(Connection connection, String sql, ShowId show) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, show.value());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new Moment(ShowRows.instant(row, "now"), row.getBoolean("begun"), row.getBoolean("cancelled"));
            }
        }
    }
}
