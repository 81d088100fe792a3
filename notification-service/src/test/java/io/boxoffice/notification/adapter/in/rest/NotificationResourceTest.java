package io.boxoffice.notification.adapter.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.notification.Bookings;
import io.boxoffice.notification.Mails;
import io.boxoffice.notification.application.FindDeliveries;
import io.boxoffice.notification.application.port.Deliveries;
import io.boxoffice.notification.domain.Delivery;
import io.boxoffice.notification.domain.Mail;
import io.boxoffice.notification.domain.MailKind;
import io.boxoffice.notification.domain.ServerAnswer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(
        value = BoxOfficeBackends.class,
        initArgs = @ResourceArg(name = "module", value = "notification"),
        restrictToAnnotatedClass = true)
class NotificationResourceTest {

    private static final String PATH = "/api/v1/notifications";
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Tokens tokens = Tokens.ofTests();
    private final Bookings booking = Bookings.hamlet();

    @Inject
    Deliveries deliveries;

    @Test
    void anAdminReadsWhatWasMailedAboutABooking() {
        Delivery sent = open(MailKind.CONFIRMED).after(new ServerAnswer.Accepted("250 ok", NOON), false);
        deliveries.update(sent);
        deliveries.update(open(MailKind.CANCELLED).after(new ServerAnswer.Refused("550 no such user"), false));

        list(tokens.admin("root"), booking.id().toString().toLowerCase(Locale.ROOT))
                .statusCode(200)
                .body("", hasSize(2))
                .body("[0].status", is("FAILED"))
                .body("[0].kind", is("booking.cancelled"))
                .body("[0].lastError", is("550 no such user"))
                .body("[0].sentAt", nullValue())
                .body("[1].id", notNullValue())
                .body("[1].bookingId", is(booking.id().toString()))
                .body("[1].kind", is("booking.confirmed"))
                .body("[1].recipient", is("alice@customers.example"))
                .body("[1].status", is("SENT"))
                .body("[1].attempts", is(1))
                .body("[1].messageId", is(sent.messageId()))
                .body("[1].serverAnswer", is("250 ok"))
                .body("[1].createdAt", notNullValue())
                .body("[1].updatedAt", notNullValue())
                .body("[1].sentAt", is("2026-11-20T12:00:00Z"));
    }

    @Test
    void aLongLogIsCutAtItsLimit() {
        for (int i = 0; i <= FindDeliveries.LIMIT; i++) {
            open(MailKind.CONFIRMED);
        }

        list(tokens.admin("root"), booking.id().toString()).statusCode(200).body("", hasSize(FindDeliveries.LIMIT));
    }

    @Test
    void anUnknownBookingHasNoMails() {
        list(tokens.admin("root"), booking.id().toString()).statusCode(200).body("", hasSize(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "-", "0123456789ABC", "0123456789ABC-", "0123456789ABC-0123456789ABC-0", "' OR 1=1"})
    void aMalformedBookingIdIsRefusedByName(String malformed) {
        problem(list(tokens.admin("root"), malformed), 422, "invalid-request")
                .body("errors", hasSize(1))
                .body("errors[0].field", is("bookingId"));
    }

    @Test
    void aMissingBookingIdIsRefusedByName() {
        problem(given().auth().oauth2(tokens.admin("root")).get(PATH).then(), 422, "invalid-request")
                .body("errors[0].field", is("bookingId"));
    }

    @Test
    void whoHasNoGoodTokenIsAskedForOne() {
        problem(
                given().queryParam("bookingId", booking.id().toString())
                        .get(PATH)
                        .then(),
                401,
                "unauthorized");
        for (String bad : List.of(
                "nonsense",
                tokens.unsigned("admin", "root"),
                tokens.expired("admin", "root"),
                tokens.forged("admin", "root"),
                tokens.forAudience("somebody-else", "admin", "root"),
                tokens.internal())) {
            problem(list(bad, booking.id().toString()), 401, "unauthorized");
        }
    }

    @Test
    void whoIsNoAdminIsRefusedWhateverTheyAsk() {
        for (String token : List.of(tokens.customer("alice"), tokens.organiser("olga"))) {
            problem(list(token, booking.id().toString()), 403, "forbidden");
            problem(list(token, "malformed"), 403, "forbidden");
        }
    }

    @Test
    void otherMethodsAndPathsAreProblemsToo() {
        String admin = tokens.admin("root");
        problem(given().auth().oauth2(admin).post(PATH).then(), 405, "method-not-allowed");
        problem(given().auth().oauth2(admin).get(PATH + "/17/secrets").then(), 404, "not-found");
    }

    @Test
    void theLogIsDescribed() {
        String openApi =
                given().get("/q/openapi").then().statusCode(200).extract().asString();

        assertThat(openApi).contains(PATH, "listNotifications", "bookingId");
    }

    private Delivery open(MailKind kind) {
        Mail mail = Mails.of(kind, booking);
        return deliveries.open(UUID.randomUUID().toString(), mail);
    }

    private static ValidatableResponse list(String token, String bookingId) {
        return given().auth()
                .oauth2(token)
                .queryParam("bookingId", bookingId)
                .get(PATH)
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String slug) {
        return response.statusCode(status)
                .contentType(Problem.MEDIA_TYPE)
                .body("status", is(status))
                .body("type", is("urn:boxoffice:problem:" + slug));
    }
}
