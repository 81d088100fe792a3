package io.boxoffice.show.domain;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The show an organiser would like, as it was written: nothing in it has been checked. Text that has to be there is empty
 * when it is not.
 *
 * @param startsAt ISO-8601 with offset
 * @param zone IANA name; by default the offset of the start
 * @param currency ISO 4217 code
 * @param holdSeconds how long places stay held for a customer who has not confirmed yet
 * @param totalSeats the short form: so many numbered seats at one price
 * @param price of a seat in the short form, in major units
 * @param sections the full form
 */
public record ShowPlan(
        String name,
        String venue,
        String startsAt,
        Optional<String> zone,
        Optional<String> currency,
        OptionalInt holdSeconds,
        OptionalInt totalSeats,
        Optional<BigDecimal> price,
        Optional<List<SectionPlan>> sections) {

    /**
     * A section as it was written: numbered with rows and seats per row, or general admission with a capacity.
     *
     * @param price of a place in major units
     */
    public record SectionPlan(
            String name, OptionalInt rows, OptionalInt seatsPerRow, OptionalInt capacity, Optional<BigDecimal> price) {}
}
