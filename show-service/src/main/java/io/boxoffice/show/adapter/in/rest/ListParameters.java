package io.boxoffice.show.adapter.in.rest;

import io.boxoffice.kernel.problem.Problems.FieldError;
import io.boxoffice.show.application.ListShows;
import io.boxoffice.show.application.ListShows.Query;
import io.boxoffice.show.application.port.FreePlaces.Wanted;
import io.boxoffice.show.application.port.Shows.Filter;
import io.boxoffice.show.application.port.Shows.Position;
import io.boxoffice.show.domain.ShowRules;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a list of shows is asked for with; text throughout, so that each wrong one can be named in the answer. */
public class ListParameters {

    private static final int MAX_TEXT_LENGTH = 200;

    @QueryParam("q")
    @Nullable
    String q;

    @QueryParam("from")
    @Nullable
    String from;

    @QueryParam("to")
    @Nullable
    String to;

    @QueryParam("section")
    @Nullable
    String section;

    @QueryParam("free")
    @Nullable
    String free;

    @QueryParam("cursor")
    @Nullable
    String cursor;

    @QueryParam("limit")
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
        Optional<String> text = read(q, ListParameters::text, errors, "q", TEXT_WANTED);
        Optional<Instant> earliest = read(from, Times::read, errors, "from", TIME_WANTED);
        Optional<Instant> before = read(to, Times::read, errors, "to", TIME_WANTED);
        Optional<String> within = read(section, ListParameters::text, errors, "section", TEXT_WANTED);
        Optional<Integer> places = read(
                free,
                written -> number(written, ShowRules.MAX_PLACES),
                errors,
                "free",
                "must be from 1 to " + ShowRules.MAX_PLACES);
        Optional<Wanted> wanted = within.isPresent() || places.isPresent()
                ? Optional.of(new Wanted(within, places.orElse(1)))
                : Optional.empty();
        Optional<Position> after =
                read(cursor, Cursors::read, errors, "cursor", "must come from the Link of another page");
        Optional<Integer> size = read(
                limit,
                written -> number(written, ListShows.MAX_LIMIT),
                errors,
                "limit",
                "must be from 1 to " + ListShows.MAX_LIMIT);
        return errors.isEmpty()
                ? new Fine(new Query(
                        new Filter(text.orElse(""), earliest, before),
                        wanted,
                        after,
                        size.orElse(ListShows.DEFAULT_LIMIT)))
                : new Wrong(errors);
    }

    private static final String TEXT_WANTED = "must have a letter or a digit, and at most 200 characters";
    private static final String TIME_WANTED = "must be a date and time with offset, such as 2030-06-01T20:00:00Z";

    private static <T> Optional<T> read(
            @Nullable String written,
            Function<String, Optional<T>> reader,
            List<FieldError> errors,
            String field,
            String wanted) {
        if (written == null) {
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

    private static Optional<Integer> number(String written, int most) {
        try {
            return Optional.of(Integer.valueOf(written)).filter(number -> number >= 1 && number <= most);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
