package io.boxoffice.show.adapter.in.rest;

import io.boxoffice.kernel.problem.Problems.FieldError;
import io.boxoffice.show.application.ListShows;
import io.boxoffice.show.application.ListShows.Query;
import io.boxoffice.show.application.port.Shows.Filter;
import io.boxoffice.show.application.port.Shows.Position;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** What a list of shows is asked for with; text throughout, so that each wrong one can be named in the answer. */
public class ListParameters {

    private static final int MAX_TEXT_LENGTH = 200;

    @QueryParam("q")
    @Parameter(
            description = "Part of the name or the venue, in any case; up to two letters: the beginning of a word",
            schema = @Schema(maxLength = MAX_TEXT_LENGTH))
    @Nullable
    String q;

    @QueryParam("from")
    @Parameter(description = "Earliest start", schema = @Schema(format = "date-time"))
    @Nullable
    String from;

    @QueryParam("to")
    @Parameter(description = "Start before which", schema = @Schema(format = "date-time"))
    @Nullable
    String to;

    @QueryParam("cursor")
    @Parameter(description = "From the Link header of the page before")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @Parameter(description = "Shows on a page, from 1 to 100; 20 by default")
    @Nullable
    String limit;

    /** What became of them. */
    sealed interface Reading {}

    /** They make a query. */
    record Fine(Query query) implements Reading {}

    /** They do not. */
    record Wrong(List<FieldError> errors) implements Reading {}

    Reading read() {
        List<FieldError> errors = new ArrayList<>();
        Optional<String> text =
                read(q, ListParameters::text, errors, "q", "must have a letter or a digit, and at most 200 characters");
        Optional<Instant> earliest = read(from, Times::read, errors, "from", TIME_WANTED);
        Optional<Instant> before = read(to, Times::read, errors, "to", TIME_WANTED);
        Optional<Position> after =
                read(cursor, Cursors::read, errors, "cursor", "must come from the Link of another page");
        Optional<Integer> size =
                read(limit, ListParameters::limit, errors, "limit", "must be from 1 to " + ListShows.MAX_LIMIT);
        return errors.isEmpty()
                ? new Fine(new Query(
                        new Filter(text.orElse(""), earliest, before), after, size.orElse(ListShows.DEFAULT_LIMIT)))
                : new Wrong(errors);
    }

    private static final String TIME_WANTED = "must be a date and time with offset, such as 2030-06-01T20:00:00Z";

    private static <T> Optional<T> read(
            @Nullable String written,
            Function<String, Optional<T>> reader,
            List<FieldError> errors,
            String field,
            String wanted) {
        if (written == null || written.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = reader.apply(written);
        if (value.isEmpty()) {
            errors.add(new FieldError(field, wanted));
        }
        return value;
    }

    /** No text in the database has a zero in it, and the database would not even look. */
    private static Optional<String> text(String written) {
        return Optional.of(written)
                .filter(text -> text.length() <= MAX_TEXT_LENGTH
                        && text.indexOf('\0') < 0
                        && text.codePoints().anyMatch(Character::isLetterOrDigit));
    }

    private static Optional<Integer> limit(String written) {
        try {
            return Optional.of(Integer.valueOf(written)).filter(size -> size >= 1 && size <= ListShows.MAX_LIMIT);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
