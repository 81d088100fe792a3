package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.adapter.out.persistence.Database.CommitInDoubtException;
import io.boxoffice.booking.adapter.out.persistence.Database.DatabaseException;
import io.boxoffice.booking.application.port.Bookings;
import io.boxoffice.booking.domain.Booking;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.Transition;
import io.boxoffice.booking.domain.Transition.Changed;
import io.boxoffice.kernel.event.BookingFailed;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.limit.SharedBuckets;
import io.boxoffice.kernel.outbox.Outbox;
import io.boxoffice.kernel.outbox.OutboxRelay;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Bookings and the seats they hold, in PostgreSQL. Whoever changes a booking locks it first and then its seats in
 * order, and changes only seats whose booking is theirs; whoever claims seats waits for nobody.
 */
@ApplicationScoped
class PostgresBookings implements Bookings {

    private static final String SELECT_SOME = "SELECT " + BookingRows.COLUMNS + """
            FROM unnest(?::bigint[], ?::bigint[]) AS w (show_id, booking_id)
            JOIN bookings b ON b.show_id = w.show_id AND b.booking_id = w.booking_id
            ORDER BY b.show_id, b.booking_id
            """;

    private static final String LOCK_SOME = SELECT_SOME + " FOR UPDATE OF b";

    private static final String LOCK_DUE = "SELECT " + BookingRows.COLUMNS + """
            FROM bookings b
            WHERE status = 'PENDING' AND held_until <= boxoffice_now()
            ORDER BY held_until
            LIMIT ?
            FOR UPDATE SKIP LOCKED
            """;

    private static final Decision EXPIRE = (booking, now, holdsItsSeats) -> booking.expire(now);

    private final Database database;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final Supplier<FairClaims> steps;
    private final Queue<Doubt> doubts = new ConcurrentLinkedQueue<>();

    PostgresBookings(
            Database database, Outbox outbox, OutboxRelay relay, HoldSettings settings, SharedBuckets buckets) {
        KnownShows shows = new KnownShows();
        ClaimStep limited = new LimitedClaims(settings.rules(), SeatClaims.with(shows, new RememberedSeats()));
        this.steps = () -> new FairClaims(buckets, settings, shows, limited);
        this.database = database;
        this.outbox = outbox;
        this.relay = relay;
    }

    /** A group that was committed or not, nobody knows: the bookings it made, and the shares it took for them. */
    private record Doubt(CommitInDoubtException cause, List<Booking> made, FairClaims shares) {}

    @Override
    public List<ClaimOutcome> hold(List<Claim> claims) {
        doubts.forEach(this::settle);
        List<ClaimOutcome> outcomes = new ArrayList<>();
        FairClaims claiming = steps.get();
        try {
            database.inTransaction(connection -> outcomes.addAll(claiming.claim(connection, claims)));
        } catch (CommitInDoubtException e) {
            Doubt doubt = new Doubt(e, madeBy(claims, outcomes), claiming);
            doubts.add(doubt);
            throwUnless(() -> settle(doubt), e);
        } catch (RuntimeException | Error e) {
            claiming.undo();
            throw e;
        }
        return outcomes;
    }

    @Override
    public void refuse(Claim claim, FailureReason reason) {
        database.inTransaction(connection -> {
            ShowId id = claim.id().show();
            Show show = ShowRows.load(connection, List.of(id)).get(id);
            if (show != null
                    && select(connection, SELECT_SOME, List.of(claim.id())).isEmpty()) {
                Instant now = now(connection);
                Booking refused = Booking.refused(claim, show, reason, now);
                BookingRows.insertFailed(connection, refused, reason);
                outbox.append(connection, List.of(refused.toldAs(BookingFailed.Reason.valueOf(reason.name()))), now);
            }
            return claim;
        });
        relay.wake();
    }

    @Override
    public Optional<Booking> find(BookingId id) {
        return Optional.ofNullable(database.reading(connection -> select(connection, SELECT_SOME, List.of(id)))
                .get(id));
    }

    @Override
    public List<Booking> list(Query query) {
        // each combination of filters is a statement of its own, so that each has the plan that suits it
        Map<String, Object> filters = new LinkedHashMap<>();
        Optional.ofNullable(query.customer()).ifPresent(id -> filters.put("customer_id = ?", id));
        Optional.ofNullable(query.organiser()).ifPresent(id -> filters.put("organiser_id = ?", id));
        Optional.ofNullable(query.show()).ifPresent(id -> filters.put("show_id = ?", id.value()));
        Optional.ofNullable(query.status()).ifPresent(status -> filters.put("status = ?", status));
        Optional.ofNullable(query.before()).ifPresent(id -> filters.put("booking_id < ?", id.value()));
        String where = filters.isEmpty() ? "" : "WHERE " + String.join(" AND ", filters.keySet());
        String sql = "SELECT " + BookingRows.COLUMNS + "FROM bookings b " + where + " ORDER BY booking_id DESC LIMIT ?";
        return database.looking(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int index = 0;
                for (Object value : filters.values()) {
                    select.setObject(++index, value);
                }
                select.setInt(++index, query.limit());
                return read(select);
            }
        });
    }

    @Override
    public List<Optional<Transition>> change(List<Change> changes) {
        List<Optional<Transition>> decided = new ArrayList<>();
        try {
            database.inTransaction(connection -> decided.addAll(change(connection, changes)));
        } catch (CommitInDoubtException e) {
            throwUnless(() -> isCommitted(e, changedBy(decided)), e);
        }
        relay.wake();
        return decided;
    }

    @Override
    public Expired expireDue(int limit) {
        Expired expired = database.inTransaction(connection -> {
            List<Booking> due = lockDue(connection, limit);
            List<Change> expiries = due.stream()
                    .map(booking -> new Change(booking.id(), EXPIRE, Outbox.traceparent()))
                    .toList();
            List<ShowId> shows = new BookingChanges(connection, outbox)
                    .decideAndWrite(due, expiries).stream()
                            .filter(Changed.class::isInstance)
                            .map(changed -> ((Changed) changed).after().id().show())
                            .toList();
            return new Expired(shows.size(), shows.stream().distinct().toList());
        });
        relay.wake();
        return expired;
    }

    /** Those that these claims made; the booking of an earlier attempt tells nothing of them. */
    private static List<Booking> madeBy(List<Claim> claims, List<ClaimOutcome> outcomes) {
        return IntStream.range(0, outcomes.size())
                .filter(i -> outcomes.get(i) instanceof Held held && held.isMadeBy(claims.get(i)))
                .mapToObj(i -> ((Held) outcomes.get(i)).booking())
                .toList();
    }

    private static List<Booking> changedBy(List<Optional<Transition>> decided) {
        return decided.stream()
                .flatMap(Optional::stream)
                .filter(Changed.class::isInstance)
                .map(changed -> ((Changed) changed).after())
                .toList();
    }

    /** Puts shares back that were taken for nothing. As long as nobody can tell, the next group asks again. */
    private Optional<Boolean> settle(Doubt doubt) {
        Optional<Boolean> committed = isCommitted(doubt.cause(), doubt.made());
        if (committed.isPresent() && doubts.remove(doubt) && !committed.get()) {
            doubt.shares().undo();
        }
        return committed;
    }

    /** If nobody can tell, or be asked, nobody may try again: what was done would stand in its own way. */
    private static void throwUnless(Supplier<Optional<Boolean>> committed, CommitInDoubtException doubt) {
        try {
            if (!committed.get().orElseThrow(() -> new InDoubtException(doubt))) {
                throw doubt;
            }
        } catch (DatabaseException gone) {
            doubt.addSuppressed(gone);
            throw new InDoubtException(doubt);
        }
    }

    /**
     * Whether the bookings were written; who wrote none has nothing to lose. They were not, if one is still as it was
     * before. They were, if a new one, of version 1, is there, or another is as it was left: others change bookings, too.
     * Empty as long as the session is at work, and if all that was changed has been changed again.
     */
    private Optional<Boolean> isCommitted(CommitInDoubtException doubt, List<Booking> written) {
        if (written.isEmpty()) {
            return Optional.of(true);
        }
        boolean over = database.isDecided(doubt);
        List<BookingId> ids = written.stream().map(Booking::id).toList();
        Map<BookingId, Booking> found = database.reading(connection -> select(connection, SELECT_SOME, ids));
        if (written.stream().anyMatch(booking -> isBehind(found.get(booking.id()), booking))) {
            return over ? Optional.of(false) : Optional.empty();
        }
        boolean told = written.stream().anyMatch(booking -> booking.version() == 1 || found.containsValue(booking));
        return told ? Optional.of(true) : Optional.empty();
    }

    private static boolean isBehind(@Nullable Booking found, Booking written) {
        return found == null || found.version() < written.version();
    }

    private List<Optional<Transition>> change(Connection connection, List<Change> changes) throws SQLException {
        Map<BookingId, Booking> locked =
                select(connection, LOCK_SOME, changes.stream().map(Change::id).toList());
        List<Change> known =
                changes.stream().filter(c -> locked.containsKey(c.id())).toList();
        List<Transition> transitions = new BookingChanges(connection, outbox)
                .decideAndWrite(
                        known.stream()
                                .flatMap(c -> Optional.ofNullable(locked.get(c.id())).stream())
                                .toList(),
                        known);
        Map<BookingId, Transition> decided = new HashMap<>();
        for (int i = 0; i < known.size(); i++) {
            decided.put(known.get(i).id(), transitions.get(i));
        }
        return changes.stream()
                .map(c -> Optional.ofNullable(decided.get(c.id())))
                .toList();
    }

    private static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT boxoffice_now() AS now");
                ResultSet row = select.executeQuery()) {
            row.next();
            return ShowRows.instant(row, "now");
        }
    }

    private static List<Booking> lockDue(Connection connection, int limit) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK_DUE)) {
            select.setInt(1, limit);
            return read(select);
        }
    }

    private static Map<BookingId, Booking> select(Connection connection, String sql, Collection<BookingId> ids)
            throws SQLException {
        List<BookingId> rows = List.copyOf(ids);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Columns columns = new Columns(connection, select);
            columns.add("bigint", rows, id -> id.show().value());
            columns.add("bigint", rows, BookingId::value);
            Map<BookingId, Booking> bookings = new HashMap<>();
            read(select).forEach(booking -> bookings.put(booking.id(), booking));
            return bookings;
        }
    }

    private static List<Booking> read(PreparedStatement select) throws SQLException {
        List<Booking> bookings = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                bookings.add(BookingRows.read(row));
            }
        }
        return bookings;
    }
}
