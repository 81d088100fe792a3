package io.boxoffice.notification.adapter.in.rest;

import static io.boxoffice.notification.Bookings.hamlet;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.boxoffice.backends.Tokens;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Broker;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.ScriptedMailBackends;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer;
import io.boxoffice.notification.application.FindDeliveries;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Delivery.Status;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(value = ScriptedMailBackends.class, restrictToAnnotatedClass = true)
class ResendTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private final Tokens tokens = Tokens.ofTests();

    @SuppressWarnings("NullAway.Init") // set by the test resource
    ScriptedSmtpServer server;

    @Inject
    Broker broker;

    @Inject
    Deliveries deliveries;

    @Inject
    FindDeliveries findDeliveries;

    @Test
    void aMailToAMistypedAddressIsSentToTheRightOne() {
        Bookings booking = hamlet().withCustomer("mistyped@customers.example", "Alice", "en");
        server.refuse("mistyped@", "550 5.1.1 no such user");
        broker.confirmed(booking);
        Delivery failed = awaitDelivery(booking, Status.FAILED);

        String messageId = resend(failed.id(), Map.of("to", "right@customers.example"))
                .statusCode(202)
                .body("status", is("QUEUED"))
                .body("recipient", is("right@customers.example"))
                .body("bookingId", is(booking.id().toString()))
                .extract()
                .path("messageId");

        Delivery sent = awaitDelivery(booking, Status.SENT);
        assertThat(sent.messageId()).isEqualTo(messageId).isNotEqualTo(failed.messageId());
        assertThat(mailsWith(messageId)).singleElement().asString().contains("<right@customers.example>");
        assertThat(findDeliveries.handle(booking.id()))
                .extracting(Delivery::status)
                .containsExactly(Status.SENT, Status.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void aMailOfEachKindArrivesAgain(MailKind kind) {
        Bookings booking = hamlet().withHeldUntil(Instant.now().plusSeconds(600));
        Delivery first = deliveries.open(UUID.randomUUID().toString(), Mails.of(kind, booking));

        String messageId = given().auth()
                .oauth2(tokens.admin("root"))
                .contentType(ContentType.JSON)
                .post(path(first.id()))
                .then()
                .statusCode(202)
                .body("kind", is(kind.label()))
                .extract()
                .path("messageId");

        await().atMost(SOON).until(() -> mailsWith(messageId).size() == 1);
    }

    @Test
    void aMailThatItsCustomerHasALaterOneOfIsRefusedAndTheLaterOneIsNot() {
        Bookings booking = hamlet();
        broker.confirmed(booking);
        Delivery confirmed = awaitDelivery(booking, Status.SENT);
        broker.cancelled(booking.withVersion(Bookings.VERSION + 1));
        await().atMost(SOON)
                .until(
                        () -> findDeliveries.handle(booking.id()).stream()
                                .map(Delivery::status)
                                .toList(),
                        is(List.of(Status.SENT, Status.SENT)));
        Delivery cancelled = findDeliveries.handle(booking.id()).getFirst();

        resend(confirmed.id(), Map.of()).statusCode(409).body("type", is("urn:boxoffice:problem:mail-superseded"));
        resend(cancelled.id(), Map.of()).statusCode(202).body("kind", is("booking.cancelled"));

        assertThat(findDeliveries.handle(booking.id()))
                .extracting(Delivery::kind)
                .containsExactly(MailKind.CANCELLED, MailKind.CANCELLED, MailKind.CONFIRMED);
    }

    @Test
    void anOfferThatItsCustomerDeclinedIsRefusedWhicheverIsHeardFirst() {
        Bookings booking = hamlet().withHeldUntil(Instant.now().plusSeconds(600));
        Mail mail = Mails.of(MailKind.OFFERED, booking);
        broker.declined(booking.withVersion(Bookings.VERSION + 1));
        await().atMost(SOON).until(() -> deliveries.isSuperseded(mail));

        broker.publish(mail.event());

        Delivery offered = awaitDelivery(booking, Status.SUPERSEDED);
        resend(offered.id(), Map.of()).statusCode(409);
    }

    @Test
    void anOfferOfPlacesThatAreHeldNotAsLongAnyMoreIsRefusedThoughTheShorterOneNeverArrived() {
        Bookings booking = hamlet().withHeldUntil(Instant.now().plusSeconds(600));
        Mail mail = Mails.of(MailKind.OFFERED, booking);
        Delivery longer = deliveries.open(UUID.randomUUID().toString(), mail);
        Bookings cutShort = booking.withVersion(Bookings.VERSION + 1)
                .withHeldUntil(Instant.now().minusSeconds(1));

        broker.publish(Mails.event(MailKind.OFFERED, cutShort.snapshot()));
        awaitDelivery(booking, Status.SUPERSEDED);

        resend(longer.id(), Map.of()).statusCode(409);
    }

    @Test
    void aRedrivenMailThatWasSentAgainMeanwhileIsNotSentToTheOldAddress() {
        Bookings booking = hamlet().withCustomer("abandoned@customers.example", "Alice", "en");
        server.refuse("abandoned@", "550 5.1.1 no such user");
        String event = broker.confirmed(booking);
        Delivery failed = awaitDelivery(booking, Status.FAILED);
        resend(failed.id(), Map.of("to", "found@customers.example")).statusCode(202);
        awaitDelivery(booking, Status.SENT);
        server.relent("abandoned@");

        await().atMost(SOON)
                .until(() -> given().auth()
                                .oauth2(tokens.admin("root"))
                                .contentType(ContentType.JSON)
                                .body(Map.of("messageId", event))
                                .post("/api/v1/notifications/dead-letters/redrive")
                                .statusCode()
                        == 200);

        awaitDelivery(booking, Status.SUPERSEDED);
        assertThat(server.mails()).noneMatch(mail -> mail.contains("<abandoned@customers.example>"));
    }

    @Test
    void whatIsNotThereIsNotSent() {
        resend(Long.MAX_VALUE, Map.of()).statusCode(404);
        given().auth()
                .oauth2(tokens.admin("root"))
                .contentType(ContentType.JSON)
                .post("/api/v1/notifications/x/resend")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nobody",
                "a@b.example, c@d.example",
                "A <a@b.example>",
                "a@b.example\r\nBcc: c@d.example",
                "\"a\r\nRCPT TO:<c@d.example>\"@b.example",
                "\"a\u010d\u010aRCPT TO:<c@d.example>\"@b.example"
            })
    void whatIsNoAddressIsRefused(String to) {
        Delivery first = deliveries.open(UUID.randomUUID().toString(), Mails.of(MailKind.CONFIRMED, hamlet()));

        resend(first.id(), Map.of("to", to)).statusCode(422).body("errors[0].field", is("to"));
        resend(first.id(), Map.of("too", "a@b.example")).statusCode(400);
    }

    private ValidatableResponse resend(long id, Map<String, String> request) {
        return given().auth()
                .oauth2(tokens.admin("root"))
                .contentType(ContentType.JSON)
                .body(request)
                .post(path(id))
                .then();
    }

    private static String path(long id) {
        return "/api/v1/notifications/" + id + "/resend";
    }

    private Delivery awaitDelivery(Bookings booking, Status status) {
        return await().atMost(SOON)
                .until(
                        () -> findDeliveries.handle(booking.id()).stream()
                                .filter(delivery -> delivery.status() == status)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<String> mailsWith(String messageId) {
        return server.mails().stream().filter(mail -> mail.contains(messageId)).toList();
    }
}
