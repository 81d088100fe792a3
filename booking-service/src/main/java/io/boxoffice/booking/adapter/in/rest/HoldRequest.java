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

/** What a customer sends to book: either {@code seats}, or a {@code section} and a {@code quantity}. */
record HoldRequest(
        @Nullable ShowId showId,
        @Nullable List<@Nullable Integer> seats,
        @Nullable String section,
        @Nullable Integer quantity) {

    /** Everything that is wrong with the request; empty if it can be handled. */
    List<FieldError> errors() {
        List<FieldError> errors = new ArrayList<>();
        if (showId == null) {
            errors.add(new FieldError("showId", "is missing"));
        }
        if (seats != null) {
            if (section != null || quantity != null) {
                errors.add(new FieldError("seats", "cannot be combined with section and quantity"));
            }
            checkSeats(seats, errors);
        } else if (section == null || quantity == null) {
            errors.add(new FieldError("seats", "is missing (or section and quantity)"));
        } else if (quantity < 1 || quantity > MAX_SEATS_PER_BOOKING) {
            errors.add(new FieldError("quantity", "must be 1 to " + MAX_SEATS_PER_BOOKING));
        }
        return errors;
    }

    SeatRequest toRequest() {
        if (seats != null) {
            return new SeatRequest.Named(
                    seats.stream().map(Objects::requireNonNull).toList());
        }
        return new SeatRequest.Places(Objects.requireNonNull(section), Objects.requireNonNull(quantity));
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
