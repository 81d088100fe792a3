package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.SalesClosed;
import io.boxoffice.booking.domain.ClaimOutcome.SeatsTaken;
import io.boxoffice.booking.domain.ClaimOutcome.ShowCancelled;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks, only for claims that got nothing, what stood in their way. It writes nothing. */
final class Obstacles {

    private static final String OF_SEATS = """
            SELECT w.claim, w.seat_no, seat_is_free(s.status, s.held_until, sec.waiting) AS free,
                   sh.starts_at <= boxoffice_now() AS closed, sh.cancelled
            FROM unnest(?::int[], ?::bigint[], ?::int[]) AS w (claim, show_id, seat_no)
            JOIN seats s ON s.show_id = w.show_id AND s.seat_no = w.seat_no
            JOIN sections sec ON sec.show_id = s.show_id AND sec.section_no = s.section_no
            JOIN shows sh ON sh.show_id = s.show_id
            ORDER BY w.claim, w.seat_no
            """;

    private static final String OF_SHOWS = """
            SELECT show_id, cancelled FROM shows
            WHERE show_id = ANY (?) AND (cancelled OR starts_at <= boxoffice_now())
            """;

    private final Connection connection;

    Obstacles(Connection connection) {
        this.connection = connection;
    }

    /**
     * The reasons of claims, by their index. Whose seats are all free has none: they were in somebody's hands this
     * instant.
     */
    Map<Integer, ClaimOutcome> ofSeats(List<WantedSeat> refused) throws SQLException {
        if (refused.isEmpty()) {
            return Map.of();
        }
        Map<Integer, ClaimOutcome> reasons = new HashMap<>();
        Map<Integer, List<Integer>> taken = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(OF_SEATS)) {
            WantedSeat.add(new Columns(connection, select), refused);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    int claim = row.getInt("claim");
                    if (row.getBoolean("cancelled") || row.getBoolean("closed")) {
                        reasons.put(claim, ended(row));
                    } else if (!row.getBoolean("free")) {
                        taken.computeIfAbsent(claim, index -> new ArrayList<>()).add(row.getInt("seat_no"));
                    }
                }
            }
        }
        taken.forEach((claim, seats) -> reasons.put(claim, new SeatsTaken(Collections.unmodifiableList(seats))));
        return reasons;
    }

    /** Why nothing of a show is sold at all; shows that are on sale have no reason. */
    Map<ShowId, ClaimOutcome> ofShows(Collection<ShowId> shows) throws SQLException {
        if (shows.isEmpty()) {
            return Map.of();
        }
        Map<ShowId, ClaimOutcome> reasons = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(OF_SHOWS)) {
            Object[] ids = shows.stream().map(ShowId::value).toArray();
            select.setArray(1, connection.createArrayOf("bigint", ids));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    reasons.put(new ShowId(row.getLong("show_id")), ended(row));
                }
            }
        }
        return reasons;
    }

    private static ClaimOutcome ended(ResultSet row) throws SQLException {
        return row.getBoolean("cancelled") ? new ShowCancelled() : new SalesClosed();
    }
}
