package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Books;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether any place was sold twice or got lost: one show after the other, round and round, each time with a single
 * cheap question. Nothing should ever be found; this is how we would learn of it, and of its end.
 */
@ApplicationScoped
public class AuditBooks {

    private final Books books;
    private final Map<ShowId, Long> found = new LinkedHashMap<>();
    private @Nullable ShowId last;

    AuditBooks(Books books) {
        this.books = books;
    }

    /** Audits the next show; how many contradictions are known now, each show as it was last seen. */
    public synchronized long handle() {
        Optional<ShowId> next = books.upcomingAfter(last);
        last = next.orElse(null);
        // what was found is seen again in its turn, upcoming or not, until it is mended
        Stream.concat(next.stream(), found.keySet().stream().limit(1))
                .distinct()
                .toList()
                .forEach(this::audit);
        return found.values().stream().mapToLong(Long::longValue).sum();
    }

    private void audit(ShowId show) {
        long contradictions = found.getOrDefault(show, 0L);
        try {
            contradictions = books.contradictions(show);
        } finally {
            // its turn is over also when the question failed: the others do not wait behind it
            found.remove(show);
            if (contradictions > 0) {
                found.put(show, contradictions);
            }
        }
    }
}
