package io.boxoffice.notification.adapter.in.messaging;

import static io.boxoffice.notification.Bookings.hamlet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Mail;
import io.boxoffice.backends.Mailbox;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Broker;
import io.boxoffice.notification.domain.MailKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
        value = BoxOfficeBackends.class,
        initArgs = @ResourceArg(name = "module", value = "notification"),
        restrictToAnnotatedClass = true)
class EmailWorkerTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final Mailbox inbox = Mailbox.ofTests();
    private final String address = UUID.randomUUID() + "@customers.example";

    @Inject
    Broker broker;

    @Inject
    MeterRegistry metrics;

    @Test
    void aConfirmedBookingBringsTheTicketMail() {
        Bookings booking = hamlet().withCustomer(address, "Zoë", "en");

        broker.confirmed(booking);

        Mail mail = awaitMail();
        assertThat(mail.subject()).isEqualTo("Your tickets for Hamlet");
        assertThat(mail.from()).isEqualTo("Box Office <tickets@boxoffice.example>");
        assertThat(mail.messageId()).isEqualTo("<booking.confirmed." + booking.id() + ".v3@boxoffice.example>");
        assertThat(mail.text())
                .contains(
                        "Hello Zoë,",
                        "Stalls, row B, seat 7",
                        "€90.00",
                        booking.id().toString())
                .contains("Saturday, 5 December 2026, 20:00 (Central European Standard Time, Europe/Berlin)");
        assertThat(mail.html()).contains("Hello Zoë,", "Stalls, row B, seat 8", "€90.00");
        assertThat(mail.attachments())
                .extracting(Mail.Attachment::name)
                .containsExactly("ticket-7.png", "ticket-8.png", "booking.ics");
        assertThat(mail.headers())
                .containsEntry("Auto-Submitted", "auto-generated")
                .containsEntry("Content-Language", "en")
                .containsKey("Date");
    }

    @Test
    void aLapsedHoldAndACancelledBookingAreToldInTheCustomersLanguage() {
        Bookings booking = hamlet().withCustomer(address, "Jörg", "de-DE");

        broker.expired(booking);
        assertThat(awaitMail().subject()).isEqualTo("Ihre Reservierung für Hamlet ist abgelaufen");
        broker.cancelled(booking);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(inbox.mailsTo(address))
                        .extracting(Mail::subject)
                        .containsExactly(
                                "Ihre Buchung für Hamlet ist storniert",
                                "Ihre Reservierung für Hamlet ist abgelaufen"));
    }

    @Test
    void whatHappenedIsCounted() {
        broker.cancelled(hamlet().withCustomer(address, null, "en"));
        awaitMail();

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(metrics.get("boxoffice.mails")
                            .tags("kind", "booking.cancelled", "outcome", "sent")
                            .counter()
                            .count())
                    .isPositive();
            assertThat(metrics.get("boxoffice.mail.send").timer().count()).isPositive();
            assertThat(metrics.get("boxoffice.mail.age").timers()).isNotEmpty();
        });
    }

    @Test
    void whatIsCountedIsThereBeforeTheFirst() {
        for (String outcome : List.of("failed", "refused")) {
            assertThat(metrics.find("boxoffice.mails").tag("outcome", outcome).counters())
                    .hasSize(MailKind.values().length);
        }
        assertThat(metrics.find("boxoffice.mail.age").timers()).hasSize(MailKind.values().length);
    }

    @Test
    void theMailServerIsPartOfTheHealthReport() {
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'mail' }.data.smtp", Matchers.is("UP"));
    }

    private Mail awaitMail() {
        return await().atMost(SOON)
                .until(() -> inbox.mailsTo(address), mails -> !mails.isEmpty())
                .getFirst();
    }
}
