package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.money.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads shows with their sections. */
final class ShowRows {

    private static final String SELECT = """
            SELECT sh.show_id, sh.version, sh.name, sh.venue, sh.starts_at, sh.zone, sh.currency, sh.organiser_id,
                   sh.hold_seconds, sh.max_hold_seconds, sh.cancel_cut_off_seconds, sec.section_no, sec.name AS section_name,
                   sec.first_seat, sec.capacity, sec.seats_per_row, sec.accessible, sec.price_minor
            FROM shows sh JOIN sections sec USING (show_id)
            WHERE sh.show_id = ANY (?)
            ORDER BY sh.show_id, sec.section_no
            """;

    /** Those of the shows that have been laid out. */
    static Map<ShowId, Show> load(Connection connection, Collection<ShowId> ids) throws SQLException {
        Map<ShowId, Show> shows = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", ids.stream().map(ShowId::value).toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ShowId id = new ShowId(row.getLong("show_id"));
                    Show show = shows.get(id);
                    if (show == null) {
                        show = show(id, row);
                        shows.put(id, show);
                    }
                    show.sections().add(section(row, show.details().currency()));
                }
            }
        }
        return shows;
    }

    /** The columns that shows and bookings share, under the given name of the show's name. */
    static ShowDetails details(ResultSet row, String nameColumn) throws SQLException {
        return new ShowDetails(
                row.getString(nameColumn),
                row.getString("venue"),
                instant(row, "starts_at"),
                ZoneId.of(row.getString("zone")),
                Currency.getInstance(row.getString("currency")),
                row.getString("organiser_id"),
                Duration.ofSeconds(row.getInt("max_hold_seconds")),
                Duration.ofSeconds(row.getInt("cancel_cut_off_seconds")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, java.time.OffsetDateTime.class).toInstant();
    }

    private static Show show(ShowId id, ResultSet row) throws SQLException {
        List<Section> sections = new ArrayList<>();
        return new Show(
                id,
                row.getInt("version"),
                details(row, "name"),
                Duration.ofSeconds(row.getInt("hold_seconds")),
                sections);
    }

    private static Section section(ResultSet row, Currency currency) throws SQLException {
        return new Section(
                row.getInt("section_no"),
                row.getString("section_name"),
                row.getInt("first_seat"),
                row.getInt("capacity"),
                row.getInt("seats_per_row"),
                List.of((Integer[]) row.getArray("accessible").getArray()),
                new Money(row.getLong("price_minor"), currency));
    }

    private ShowRows() {}
}
