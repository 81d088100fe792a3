package io.boxoffice.show.domain;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The show an organiser would like, as it was written: nothing in it has been checked. Text that has to be there is empty
 * when it is not.
 *
 * @param currency ISO 4217 code
 * @param totalSeats the short form: so many numbered seats at one price
 * @param price of a seat in the short form, in major units
 * @param sections the full form
 */
public record ShowPlan(
        ParticularsPlan particulars,
        Optional<String> currency,
        OptionalInt totalSeats,
        Optional<BigDecimal> price,
        Optional<List<SectionPlan>> sections) {

    /**
     * The particulars as they were written.
     *
     * @param startsAt ISO-8601 with offset
     * @param zone IANA name; by default the offset of the start
     */
    public record ParticularsPlan(
            String name,
            String venue,
            String startsAt,
            Optional<String> zone,
            OptionalInt holdSeconds,
            OptionalInt maxHoldSeconds,
            OptionalInt cancelCutOffSeconds) {}

    /**
     * A section as it was written: numbered with rows and seats per row, or general admission with a capacity.
     *
     * @param accessibleSeats labels of the seats that are made for wheelchairs
     * @param price of a place in major units
     */
    public record SectionPlan(
            String name,
            OptionalInt rows,
            OptionalInt seatsPerRow,
            Optional<List<String>> accessibleSeats,
            OptionalInt capacity,
            Optional<BigDecimal> price) {}
}
