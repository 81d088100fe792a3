package io.boxoffice.notification.adapter.out.mail;

import io.boxoffice.kernel.event.BookingConfirmed;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.BookingSnapshot.Customer;
import io.boxoffice.kernel.event.BookingSnapshot.Place;
import io.boxoffice.kernel.event.BookingSnapshot.Show;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.notification.domain.MailWriter;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/**
 * Writes mails that nobody gets, beside the start: the first one of a process takes a hundred times as long as later ones,
 * and those of customers would wait for each other meanwhile.
 */
@ApplicationScoped
class Rehearsal {

    private static final int MAILS = 20;

    private final MailWriter writer;
    private final SmtpMailTransport transport;

    Rehearsal(MailWriter writer, SmtpMailTransport transport) {
        this.writer = writer;
        this.transport = transport;
    }

    void start(@Observes StartupEvent start) {
        Thread.ofPlatform().daemon().name("rehearsal").start(this::rehearse);
    }

    void rehearse() {
        for (int i = 0; i < MAILS; i++) {
            transport.rehearse(writer.write(event(i % 2 == 0 ? "en" : "de")));
        }
    }

    private static BookingConfirmed event(String language) {
        Instant now = Instant.now();
        BookingSnapshot booking = new BookingSnapshot(
                new BookingId(new ShowId(0), 0),
                1,
                new Show("Rehearsal", "Stage", now, ZoneId.of("Europe/London")),
                new Customer("nobody", "nobody@customers.example", "Nobody", language),
                List.of(new Place(1, "Stalls", "A", 1, 0)),
                0,
                Currency.getInstance("EUR"),
                now);
        return new BookingConfirmed(booking, now);
    }
}
