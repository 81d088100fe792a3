package io.boxoffice.booking.domain;

/** Somebody who asks about bookings. */
public record Viewer(String id, boolean organiser, boolean admin) {

    /** A booking is seen by its customer, by the organiser of its show, and by admins. */
    public boolean sees(Booking booking) {
        return changes(booking) || (organiser && booking.show().organiserId().equals(id));
    }

    /** A booking is confirmed and cancelled by its customer and by admins. */
    public boolean changes(Booking booking) {
        return admin || booking.customer().id().equals(id);
    }
}
