package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Books;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether any place was sold twice or got lost: one show after the other, round and round, each time with a single
 * cheap question. Nothing should ever be found; this is how we would learn of it.
 */
@ApplicationScoped
public class AuditBooks {

    private final Books books;
    private final Map<ShowId, Long> found = new HashMap<>();
    private @Nullable ShowId last;

    AuditBooks(Books books) {
        this.books = books;
    }

    /** Audits the next show; how many contradictions are known now, each show as it was last seen. */
    public synchronized long handle() {
        Optional<ShowId> next = books.upcomingAfter(last);
        last = next.orElse(null);
        next.ifPresent(show -> {
            long contradictions = books.contradictions(show);
            if (contradictions == 0) {
                found.remove(show);
            } else {
                found.put(show, contradictions);
            }
        });
        return found.values().stream().mapToLong(Long::longValue).sum();
    }
}
