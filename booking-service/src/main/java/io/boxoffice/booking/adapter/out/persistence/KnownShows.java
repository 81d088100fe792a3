package io.boxoffice.booking.adapter.out.persistence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows as they were when somebody last read them, because a claim needs little of its show but every time. A show may
 * have changed since: whoever writes compares its version in the statement that writes, and reads it again if it differs.
 */
final class KnownShows {

    private static final int MOST = 5_000;

    private final Cache<ShowId, Show> known =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** Those of the shows that have been laid out. */
    Map<ShowId, Show> get(Connection connection, Collection<ShowId> ids) throws SQLException {
        Map<ShowId, Show> shows = new HashMap<>(known.getAllPresent(ids));
        List<ShowId> missing =
                ids.stream().filter(id -> !shows.containsKey(id)).distinct().toList();
        if (!missing.isEmpty()) {
            shows.putAll(read(connection, missing));
        }
        return shows;
    }

    /** The show as it is now. */
    Show again(Connection connection, ShowId id) throws SQLException {
        Show show = read(connection, List.of(id)).get(id);
        if (show == null) {
            throw new IllegalStateException("show " + id + " is gone");
        }
        return show;
    }

    private Map<ShowId, Show> read(Connection connection, List<ShowId> ids) throws SQLException {
        Map<ShowId, Show> shows = ShowRows.load(connection, ids);
        known.putAll(shows);
        return shows;
    }
}
