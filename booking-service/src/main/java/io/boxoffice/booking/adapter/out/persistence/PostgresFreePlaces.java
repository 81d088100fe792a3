package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.application.port.FreePlaces;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts seats, in PostgreSQL; a lapsed hold counts as what it is, and what is kept for those who wait does not. */
@ApplicationScoped
class PostgresFreePlaces implements FreePlaces {

    private static final String COUNT = """
            SELECT sec.show_id, sec.section_no, sec.name, sec.capacity,
                   count(*) FILTER (WHERE s.status <= 1
                       AND (s.held_until IS NULL OR (s.held_until <= boxoffice_now() AND NOT sec.waiting))) AS free
            FROM sections sec JOIN seats s ON s.show_id = sec.show_id AND s.section_no = sec.section_no
            WHERE sec.show_id = ANY (?)
            GROUP BY sec.show_id, sec.section_no, sec.name, sec.capacity
            ORDER BY sec.show_id, sec.section_no
            """;

    private final Database database;

    PostgresFreePlaces(Database database) {
        this.database = database;
    }

    @Override
    public Map<ShowId, List<Section>> count(Set<ShowId> shows) {
        return database.reading(connection -> {
            Map<ShowId, List<Section>> counted = new LinkedHashMap<>();
            Object[] ids = shows.stream().map(ShowId::value).toArray();
            try (PreparedStatement select = connection.prepareStatement(COUNT)) {
                select.setArray(1, connection.createArrayOf("bigint", ids));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        counted.computeIfAbsent(new ShowId(row.getLong("show_id")), show -> new ArrayList<>())
                                .add(new Section(
                                        row.getInt("section_no"),
                                        row.getString("name"),
                                        row.getInt("capacity"),
                                        row.getInt("free")));
                    }
                }
            }
            return counted;
        });
    }
}
