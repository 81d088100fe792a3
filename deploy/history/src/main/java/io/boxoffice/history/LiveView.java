package io.boxoffice.history;

import io.hypersistence.tsid.TSID;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client who watches a show as docs/live-seats.md says: of each seat it keeps the newest that it was ever told. */
public final class LiveView implements AutoCloseable {

    private static final Pattern SEAT = Pattern.compile("\\[(\\d+),(\\d+),\"([A-Z]+)\"(?:,\"([^\"]+)\")?\\]");
    private static final Pattern SECTION =
            Pattern.compile("\\{\"number\":(\\d+),\"waiting\":(?:true|false),\"available\":(\\d+)\\}");

    private static final String ROWS = """
            SELECT seat_no, version, (ARRAY['AVAILABLE', 'HELD', 'BOOKED', 'BLOCKED'])[status + 1] AS status
            FROM seats WHERE show_id = ? AND version > 0
            """;

    private static final Seat UNTOUCHED = new Seat(0, "AVAILABLE", null, 0);

    private final HttpClient http;
    private final URI address;
    private final Map<Integer, Seat> seats = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> available = new ConcurrentHashMap<>();
    private volatile @Nullable WebSocket socket;
    private final AtomicInteger snapshots = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private volatile int closeCode;

    /**
     * A seat as it was told.
     *
     * @param told when the message arrived, by {@link System#nanoTime()}
     */
    public record Seat(int version, String status, @Nullable Instant heldUntil, long told) {}

    private LiveView(HttpClient http, URI address) {
        this.http = http;
        this.address = address;
    }

    /**
     * Watches, and knows nothing yet.
     *
     * @param gateway where the API is, as an http address
     */
    public static LiveView of(HttpClient http, URI gateway, String show) {
        URI live = gateway.resolve("/api/v1/shows/" + show + "/seats/live");
        LiveView view = new LiveView(http, URI.create(live.toString().replaceFirst("^http", "ws")));
        view.connect();
        return view;
    }

    /** Watches again, and remembers what it knew. */
    public void connect() {
        closeCode = 0;
        socket = http.newWebSocketBuilder().buildAsync(address, new Reader()).join();
    }

    /** Loses the connection without a word. */
    public void cut() {
        WebSocket now = socket;
        if (now != null) {
            now.abort();
        }
    }

    public Map<Integer, Seat> seats() {
        return new TreeMap<>(seats);
    }

    /** Free places of each section of general admission. */
    public Map<Integer, Integer> available() {
        return new TreeMap<>(available);
    }

    public Seat seat(int number) {
        return seats.getOrDefault(number, UNTOUCHED);
    }

    public int snapshots() {
        return snapshots.get();
    }

    public int messages() {
        return messages.get();
    }

    /** Why the server hung up; 0 as long as it has not. */
    public int closeCode() {
        return closeCode;
    }

    @Override
    public void close() {
        cut();
    }

    private final class Reader implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                read(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(part);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return CompletableFuture.completedFuture(reason);
        }
    }

    private void read(String message) {
        long now = System.nanoTime();
        for (Matcher seat = SEAT.matcher(message); seat.find(); ) {
            String until = seat.group(4);
            Seat told = new Seat(
                    Integer.parseInt(seat.group(2)), seat.group(3), until == null ? null : Instant.parse(until), now);
            seats.merge(
                    Integer.valueOf(seat.group(1)),
                    told,
                    (known, news) -> news.version() > known.version() ? news : known);
        }
        for (Matcher section = SECTION.matcher(message); section.find(); ) {
            available.put(Integer.valueOf(section.group(1)), Integer.valueOf(section.group(2)));
        }
        if (message.startsWith("{\"type\":\"snapshot\"")) {
            snapshots.incrementAndGet();
        }
        messages.incrementAndGet();
    }

    /** What the booking database has: each seat of the show that was ever wanted. */
    public static Map<Integer, Seat> inDatabase(Connection connection, String show) throws SQLException {
        Map<Integer, Seat> seats = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setLong(1, TSID.from(show).toLong());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    seats.put(row.getInt("seat_no"), new Seat(row.getInt("version"), row.getString("status"), null, 0));
                }
            }
        }
        return seats;
    }

    /** Whether this is what the database has: version and status of each seat that was ever wanted. */
    public boolean agreesWith(Map<Integer, Seat> database) {
        return seats.size() == database.size()
                && database.entrySet().stream().allMatch(row -> agrees(seats.get(row.getKey()), row.getValue()));
    }

    private static boolean agrees(@Nullable Seat told, Seat row) {
        return told != null && told.version() == row.version() && Objects.equals(told.status(), row.status());
    }
}
