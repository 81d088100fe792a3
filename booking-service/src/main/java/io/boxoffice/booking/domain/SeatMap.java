package io.boxoffice.booking.domain;

import java.util.List;

/** The seats of a show at one moment. A lapsed hold is shown as what it is: available;
 * and what is kept for those who wait as what it is to everybody else: held. */
public record SeatMap(Show show, List<SectionMap> sections) {

    /** A section with its seats, or only their counts in general admission. */
    public record SectionMap(Section section, int available, List<Seat> seats) {}

    /** One seat; {@code version} grows with every change of it. */
    public record Seat(int number, Status status, int version) {}

    public enum Status {
        AVAILABLE,
        HELD,
        BOOKED,
        BLOCKED
    }
}
