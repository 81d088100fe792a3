package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Demand.Want;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * The two ways seats are usually sold, through plain JDBC without HTTP, on the same PostgreSQL and tables of the same
 * shape: one hold per transaction, as many transactions at once as there are threads.
 */
final class Baseline {

    static final int GRANTED = 201;
    static final int REFUSED = 409;

    /** How a hold is written. */
    enum Design {
        /** BEGIN, SELECT FOR UPDATE, INSERT, UPDATE, COMMIT. */
        USUAL,
        /** Claim and booking in one statement. */
        SINGLE,
        /** SINGLE, and a second statement that confirms and writes the event. */
        SALE
    }

    private static final String BOOKING_COLUMNS = """
            (show_id, booking_id, version, status, customer_id, customer_email, customer_name, language, show_name,
             venue, starts_at, zone, currency, organiser_id, seat_nos, places, total_minor, held_until, created_at)
            """;

    private static final String BOOKING_VALUES = """
            SELECT sh.show_id, ?, 1, 'PENDING', ?, ?, ?, 'en', sh.name, sh.venue, sh.starts_at, sh.zone, sh.currency,
                   sh.organiser_id, ?, ?::jsonb, 9000, boxoffice_now() + make_interval(secs => sh.hold_seconds),
                   boxoffice_now()
            FROM shows sh WHERE sh.show_id = ?
            """;

    private static final String LOCK = """
            SELECT seat_no, status = 0 OR (status = 1 AND held_until <= boxoffice_now())
            FROM baseline.seats WHERE show_id = ? AND seat_no = ANY (?) ORDER BY seat_no FOR UPDATE
            """;

    private static final String INSERT = "INSERT INTO baseline.bookings " + BOOKING_COLUMNS + BOOKING_VALUES;

    private static final String TAKE = """
            UPDATE baseline.seats s
            SET status = 1, version = s.version + 1, booking_id = ?,
                held_until = boxoffice_now() + make_interval(secs => sh.hold_seconds)
            FROM shows sh WHERE sh.show_id = s.show_id AND s.show_id = ? AND s.seat_no = ANY (?)
            """;

    private static final String SINGLE = """
            WITH locked AS (
                SELECT show_id, seat_no FROM baseline.seats
                WHERE show_id = ? AND seat_no = ANY (?)
                  AND (status = 0 OR (status = 1 AND held_until <= boxoffice_now()))
                ORDER BY seat_no FOR UPDATE SKIP LOCKED
            ), whole AS (
                SELECT 1 FROM locked HAVING count(*) = ?
            ), held AS (
                UPDATE baseline.seats s
                SET status = 1, version = s.version + 1, booking_id = ?,
                    held_until = boxoffice_now() + make_interval(secs => sh.hold_seconds)
                FROM locked l, whole, shows sh
                WHERE s.show_id = l.show_id AND s.seat_no = l.seat_no AND sh.show_id = l.show_id
                RETURNING s.seat_no
            )
            INSERT INTO baseline.bookings
            """ + BOOKING_COLUMNS + BOOKING_VALUES + " AND EXISTS (SELECT 1 FROM held)";

    private static final String CONFIRM = """
            WITH booking AS (
                UPDATE baseline.bookings SET status = 'CONFIRMED', version = version + 1, decided_at = boxoffice_now()
                WHERE show_id = ? AND booking_id = ? AND status = 'PENDING' AND held_until > boxoffice_now()
                RETURNING show_id, booking_id, seat_nos
            ), sold AS (
                UPDATE baseline.seats s SET status = 2, held_until = NULL, version = s.version + 1
                FROM booking b
                WHERE s.show_id = b.show_id AND s.seat_no = ANY (b.seat_nos) AND s.booking_id = b.booking_id
                RETURNING 1
            )
            INSERT INTO baseline.outbox (event_id, routing_key, body)
            SELECT ?, 'booking.confirmed', ? WHERE EXISTS (SELECT 1 FROM sold)
            """;

    /** About the size of a real event. */
    private static final byte[] EVENT = new byte[1_000];

    private final Stage stage;

    Baseline(Stage stage) {
        this.stage = stage;
    }

    /** So many threads hold one wish after the other until the time is over. */
    Measured run(Design design, int threads, Duration length, Demand demand, long seed) {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Worker> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(new Worker(design, demand, new SplittableRandom(seed + i), length));
            }
            long begin = System.nanoTime();
            List<Future<Measured>> parts = pool.invokeAll(workers);
            List<Measured> done = new ArrayList<>();
            for (Future<Measured> part : parts) {
                done.add(part.get());
            }
            return together(done, (System.nanoTime() - begin) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the baseline failed", e.getCause());
        }
    }

    private static Measured together(List<Measured> parts, double seconds) {
        Map<Integer, Long> outcomes = new HashMap<>();
        long[] perSecond = new long[parts.getFirst().perSecond().length];
        for (Measured part : parts) {
            part.outcomes().forEach((status, count) -> outcomes.merge(status, count, Long::sum));
            for (int i = 0; i < perSecond.length; i++) {
                perSecond[i] += part.perSecond()[i];
            }
        }
        return new Measured(Measured.sum(parts), outcomes, outcomes, perSecond, seconds, 0);
    }

    /** One thread with its own connection. */
    private final class Worker implements Callable<Measured> {
        private final Design design;
        private final Demand demand;
        private final SplittableRandom random;
        private final Duration length;
        private final Histogram latencies = Measured.histogram();
        private final Map<Integer, Long> outcomes = new HashMap<>();
        private final long[] perSecond;

        Worker(Design design, Demand demand, SplittableRandom random, Duration length) {
            this.design = design;
            this.demand = demand;
            this.random = random;
            this.length = length;
            this.perSecond = new long[(int) Math.max(1, length.toSeconds())];
        }

        @Override
        public Measured call() throws SQLException {
            try (Connection connection = stage.baseline()) {
                connection.setAutoCommit(design != Design.USUAL);
                Statements sql = new Statements(connection);
                long begin = System.nanoTime();
                long end = begin + length.toNanos();
                for (long now = begin; now < end; ) {
                    Want want = demand.next(random);
                    if (want == null) {
                        break;
                    }
                    boolean granted = hold(connection, sql, want);
                    long done = System.nanoTime();
                    latencies.recordValue(Math.max(1, (done - now) / 1_000));
                    outcomes.merge(granted ? GRANTED : REFUSED, 1L, Long::sum);
                    perSecond[(int) Math.min(perSecond.length - 1, (done - begin) / 1_000_000_000L)]++;
                    now = done;
                }
            }
            return new Measured(latencies, outcomes, outcomes, perSecond, 0, 0);
        }

        private boolean hold(Connection connection, Statements sql, Want want) throws SQLException {
            long booking = Stage.nextId();
            return switch (design) {
                case USUAL -> {
                    boolean granted = sql.lock(want) && sql.insertAndTake(want, booking);
                    if (granted) {
                        connection.commit();
                    } else {
                        connection.rollback();
                    }
                    yield granted;
                }
                case SINGLE -> sql.single(want, booking);
                case SALE -> sql.single(want, booking) && sql.confirm(want, booking);
            };
        }
    }

    /** The prepared statements of one connection; the driver keeps them prepared on the server. */
    private static final class Statements {
        private final Connection connection;
        private final PreparedStatement lock;
        private final PreparedStatement insert;
        private final PreparedStatement take;
        private final PreparedStatement single;
        private final PreparedStatement confirm;

        Statements(Connection connection) throws SQLException {
            this.connection = connection;
            lock = connection.prepareStatement(LOCK);
            insert = connection.prepareStatement(INSERT);
            take = connection.prepareStatement(TAKE);
            single = connection.prepareStatement(SINGLE);
            confirm = connection.prepareStatement(CONFIRM);
        }

        boolean lock(Want want) throws SQLException {
            lock.setLong(1, want.show());
            lock.setObject(2, seats(want));
            int free = 0;
            try (ResultSet row = lock.executeQuery()) {
                while (row.next()) {
                    free += row.getBoolean(2) ? 1 : 0;
                }
            }
            return free == want.seats().size();
        }

        boolean insertAndTake(Want want, long booking) throws SQLException {
            booking(insert, 1, want, booking);
            insert.executeUpdate();
            take.setLong(1, booking);
            take.setLong(2, want.show());
            take.setObject(3, seats(want));
            return take.executeUpdate() == want.seats().size();
        }

        boolean single(Want want, long booking) throws SQLException {
            single.setLong(1, want.show());
            single.setObject(2, seats(want));
            single.setInt(3, want.seats().size());
            single.setLong(4, booking);
            booking(single, 5, want, booking);
            return single.executeUpdate() == 1;
        }

        boolean confirm(Want want, long booking) throws SQLException {
            confirm.setLong(1, want.show());
            confirm.setLong(2, booking);
            confirm.setString(3, Long.toHexString(booking));
            confirm.setBytes(4, EVENT);
            return confirm.executeUpdate() == 1;
        }

        private static String places(Want want) {
            return want.seats().stream()
                    .map(seat -> "{\"seat\":" + seat
                            + ",\"section\":\"Stalls\",\"row\":\"A\",\"number\":1,\"priceMinor\":4500}")
                    .collect(Collectors.joining(",", "[", "]"));
        }

        private java.sql.Array seats(Want want) throws SQLException {
            return connection.createArrayOf("int4", want.seats().toArray());
        }

        private void booking(PreparedStatement to, int from, Want want, long booking) throws SQLException {
            String customer = "customer-" + Math.floorMod(booking, 400);
            to.setLong(from, booking);
            to.setString(from + 1, customer);
            to.setString(from + 2, customer + "@customers.example");
            to.setString(from + 3, customer);
            to.setArray(from + 4, seats(want));
            to.setString(from + 5, places(want));
            to.setLong(from + 6, want.show());
        }
    }
}
