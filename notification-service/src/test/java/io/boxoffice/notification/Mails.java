package io.boxoffice.notification;

import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingCancelled.Cause;
import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingExpired;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.BookingSnapshot.Show;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.WaitingListClosed;
import io.boxoffice.kernel.event.WaitingListOffered;
import io.boxoffice.kernel.ticket.Ticket;
import io.boxoffice.kernel.ticket.TicketKeys;
import io.boxoffice.kernel.ticket.TicketSettings;
import io.boxoffice.kernel.ticket.TicketSigner;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.MailWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Mails as the service writes them, with a signing key that is the same in each run. */
public final class Mails {

    /** When everything happens. */
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    public static final TicketKeys KEYS = TicketKeys.of(new NoSecret());

    private static final TicketSigner SIGNER = KEYS.signer();
    private static final MailWriter WRITER = writer();

    public static MailWriter writer() {
        return new MailWriter(
                "boxoffice.example",
                "https://tickets.boxoffice.example/bookings/",
                (booking, seat) -> SIGNER.sign(new Ticket(booking, seat)));
    }

    public static Mail of(MailKind kind, Bookings booking) {
        return WRITER.write(event(kind, booking.snapshot()));
    }

    /** An event that calls for that kind of mail. */
    public static Event event(MailKind kind, BookingSnapshot booking) {
        return switch (kind) {
            case CONFIRMED -> new BookingConfirmed(booking, NOON);
            case EXPIRED -> new BookingExpired(booking, NOON, null);
            case CANCELLED -> new BookingCancelled(booking, Cause.CUSTOMER, NOON);
            case SHOW_CANCELLED -> new BookingCancelled(booking, Cause.SHOW_CANCELLED, NOON);
            case RESCHEDULED -> new BookingRescheduled(booking, before(booking.show()), NOON);
            case OFFERED -> new WaitingListOffered(booking, NOON);
            case OFFER_LAPSED -> new BookingExpired(booking, NOON, true);
            case LIST_CLOSED -> new WaitingListClosed(booking.id().show(), booking.show(), booking.customer(), NOON);
        };
    }

    /** The day before, at another place. */
    private static Show before(Show show) {
        return new Show(show.name(), "Rose", show.startsAt().minus(Duration.ofDays(1)), show.zone());
    }

    private Mails() {}

    private record NoSecret() implements TicketSettings {

        private static final String PKCS8_HEAD = "302e020100300506032b657004220420";

        @Override
        public Optional<String> signingKey() {
            ByteBuffer key = ByteBuffer.allocate(48).put(HexFormat.of().parseHex(PKCS8_HEAD));
            while (key.hasRemaining()) {
                key.put((byte) key.position());
            }
            return Optional.of(Base64.getEncoder().encodeToString(key.array()));
        }

        @Override
        public int keyId() {
            return 7;
        }

        @Override
        public Optional<List<String>> formerKeys() {
            return Optional.empty();
        }
    }
}
