package io.boxoffice.booking.domain.waiting;

import io.boxoffice.booking.domain.Customer;
import io.boxoffice.kernel.id.ShowId;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to join the waiting list of a show.
 *
 * @param section its name; any section if absent
 * @param accessible how many of the places are to be accessible
 */
public record Joining(
        ShowId show, Customer customer, @Nullable String section, int quantity, boolean adjacent, int accessible) {

    /** What became of it. */
    public sealed interface Outcome {

        /** At the end of the line. */
        record Joined(ShowId show) implements Outcome {}

        /** Places that serve them are on sale. */
        record PlacesFree() implements Outcome {}

        /** They are on the list already. */
        record AlreadyOnTheList() implements Outcome {}

        /** Not even the empty house could serve them. */
        record NeverFits() implements Outcome {}

        record NoSuchSection(String section) implements Outcome {}

        /** The show has begun. */
        record SalesClosed() implements Outcome {}

        /** The show will not take place. */
        record ShowCancelled() implements Outcome {}

        record NoSuchShow() implements Outcome {}

        /** The show is so new that its seats are not laid out yet. */
        record SeatsNotReady() implements Outcome {}

        /** Too many requests are waiting; nothing was tried. */
        record Overloaded() implements Outcome {}
    }
}
