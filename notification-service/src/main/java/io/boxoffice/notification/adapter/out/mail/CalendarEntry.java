package io.boxoffice.notification.adapter.out.mail;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.parameter.ParticipationStatus;
import biweekly.property.Attendee;
import biweekly.property.Method;
import biweekly.property.Organizer;
import biweekly.property.Status;
import biweekly.property.Uid;
import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.notification.domain.Mail;
import jakarta.mail.internet.InternetAddress;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * The entry for the customer's calendar (RFC 5545, 5546). A confirmed booking requests it, a rescheduled one requests it
 * again, a cancelled one cancels it: all with the booking's id as UID and its version as SEQUENCE, so that calendars change
 * the entry they have. Times are in UTC, which no clock change and no missing zone definition can bend.
 *
 * @param method REQUEST or CANCEL
 */
record CalendarEntry(String method, String text) {

    private static final String PRODUCT = "-//Box Office//Tickets//EN";

    /** The entry that comes with this mail; mails about what was never booked bring none. */
    static Optional<CalendarEntry> of(Mail mail, InternetAddress from, InternetAddress to) {
        return switch (mail.event()) {
            case BookingConfirmed e -> Optional.of(entry(mail, e, e.confirmedAt(), from, to));
            case BookingRescheduled e -> Optional.of(entry(mail, e, e.rescheduledAt(), from, to));
            case BookingCancelled e -> Optional.of(entry(mail, e, e.cancelledAt(), from, to));
            default -> Optional.empty();
        };
    }

    private static CalendarEntry entry(
            Mail mail, BookingEvent about, Instant at, InternetAddress from, InternetAddress to) {
        boolean cancelled = about instanceof BookingCancelled;
        BookingSnapshot booking = about.booking();
        VEvent event = new VEvent();
        event.setUid(new Uid(booking.id() + "@" + Stationery.domain(from)));
        event.setSequence(booking.version());
        event.setDateTimeStamp(Date.from(at));
        event.setDateStart(Date.from(booking.show().startsAt()));
        event.setSummary(booking.show().name());
        event.setLocation(booking.show().venue());
        event.setDescription(PlainTextLayout.facts(mail.letter()));
        event.setStatus(cancelled ? Status.cancelled() : Status.confirmed());
        event.setOrganizer(new Organizer(from.getPersonal(), from.getAddress()));
        Attendee attendee = new Attendee(mail.name().orElse(null), to.getAddress());
        attendee.setParticipationStatus(ParticipationStatus.ACCEPTED);
        attendee.setRsvp(false);
        event.addAttendee(attendee);
        ICalendar calendar = new ICalendar();
        calendar.setProductId(PRODUCT);
        String method = cancelled ? Method.CANCEL : Method.REQUEST;
        calendar.setMethod(method);
        calendar.addEvent(event);
        return new CalendarEntry(
                method, Biweekly.write(calendar).caretEncoding(true).go());
    }
}
