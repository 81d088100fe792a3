package io.boxoffice.booking.adapter.in.rest;

import static io.boxoffice.booking.domain.SeatRequest.MAX_SEATS_PER_BOOKING;

import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problems.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a customer sends to book: {@code seats}, or a {@code section} and a {@code quantity}, or {@code bestAvailable}.
 */
record HoldRequest(
        @Nullable ShowId showId,
        @Nullable List<@Nullable Integer> seats,
        @Nullable String section,
        @Nullable Integer quantity,
        @Nullable BestRequest bestAvailable) {

    private static final String QUANTITY = "must be 1 to " + MAX_SEATS_PER_BOOKING;

    /**
     * The best seats side by side.
     *
     * @param section where; anywhere if absent
     * @param accessible how many of them are to be accessible; none if absent
     * @param splitRows whether parts near each other will do; no if absent
     */
    record BestRequest(
            @Nullable String section,
            @Nullable Integer quantity,
            @Nullable Integer accessible,
            @Nullable Boolean splitRows) {

        private int accessibleSeats() {
            return accessible == null ? 0 : accessible;
        }
    }

    /** Everything that is wrong with the request; empty if it can be handled. */
    List<FieldError> errors() {
        List<FieldError> errors = new ArrayList<>();
        if (showId == null) {
            errors.add(new FieldError("showId", "is missing"));
        }
        boolean places = section != null || quantity != null;
        if ((seats != null ? 1 : 0) + (places ? 1 : 0) + (bestAvailable != null ? 1 : 0) != 1) {
            errors.add(new FieldError("seats", "or section and quantity, or bestAvailable is needed, and only one"));
        } else if (seats != null) {
            checkSeats(seats, errors);
        } else if (bestAvailable != null) {
            checkBest(bestAvailable, errors);
        } else {
            if (section == null) {
                errors.add(new FieldError("section", "is missing"));
            }
            checkQuantity("quantity", quantity, errors);
        }
        return errors;
    }

    SeatRequest toRequest() {
        if (seats != null) {
            return new SeatRequest.Named(
                    seats.stream().map(Objects::requireNonNull).toList());
        }
        if (bestAvailable != null) {
            return new SeatRequest.Best(
                    bestAvailable.section(),
                    Objects.requireNonNull(bestAvailable.quantity()),
                    bestAvailable.accessibleSeats(),
                    Boolean.TRUE.equals(bestAvailable.splitRows()));
        }
        return new SeatRequest.Places(Objects.requireNonNull(section), Objects.requireNonNull(quantity));
    }

    /** The field that names a section, if one does. */
    String sectionField() {
        return bestAvailable == null ? "section" : "bestAvailable.section";
    }

    private static void checkBest(BestRequest best, List<FieldError> errors) {
        checkQuantity("bestAvailable.quantity", best.quantity(), errors);
        if (best.accessibleSeats() < 0 || (best.quantity() != null && best.accessibleSeats() > best.quantity())) {
            errors.add(new FieldError("bestAvailable.accessible", "must be from 0 to the quantity"));
        }
    }

    private static void checkQuantity(String field, @Nullable Integer quantity, List<FieldError> errors) {
        if (quantity == null || quantity < 1 || quantity > MAX_SEATS_PER_BOOKING) {
            errors.add(new FieldError(field, QUANTITY));
        }
    }

    private static void checkSeats(List<@Nullable Integer> seats, List<FieldError> errors) {
        if (seats.isEmpty() || seats.size() > MAX_SEATS_PER_BOOKING) {
            errors.add(new FieldError("seats", "must have 1 to " + MAX_SEATS_PER_BOOKING + " numbers"));
        } else if (seats.stream().anyMatch(seat -> seat == null || seat < 1)) {
            errors.add(new FieldError("seats", "must be seat numbers, counted from 1"));
        } else if (new HashSet<>(seats).size() < seats.size()) {
            errors.add(new FieldError("seats", "must not name a seat twice"));
        }
    }
}
