package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.boxoffice.kernel.id.ShowId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class TicketsTest {

    private static final Tokens TOKENS = Tokens.ofTests();

    /** What stands before a bare Ed25519 key in X.509. */
    private static final String X509_HEAD = "302a300506032b6570032100";

    @Inject
    Stage stage;

    @BeforeEach
    void settle() {
        stage.settle();
    }

    @Test
    void aConfirmedBookingHasATicketForEachPlaceThatWhoeverHasTheKeysCanCheck() throws Exception {
        String id = hold("anna");
        get("customer", "anna", id).body("seats.ticket", everyItem(nullValue()));
        confirm("anna", id);

        List<String> tickets = get("customer", "anna", id).extract().path("seats.ticket");

        assertThat(tickets)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(code).matches("[0-9A-V]{136}"));
        Map<String, String> key = given().get("/api/v1/ticket-keys")
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("public"))
                .body("keys[0].kty", equalTo("OKP"))
                .extract()
                .path("keys[0]");
        String x = String.valueOf(key.get("x"));
        for (String ticket : tickets) {
            byte[] bytes = Arrays.copyOfRange(new BigInteger("1" + ticket, 32).toByteArray(), 1, 86);
            assertThat(bytes[1]).isEqualTo(Byte.parseByte(key.get("kid")));
            assertThat(isSigned(bytes, x)).isTrue();
            bytes[20] ^= 1;
            assertThat(isSigned(bytes, x)).isFalse();
        }
    }

    @Test
    void ticketsAreForTheirCustomerAndAdminsOnly() {
        String id = hold("anna");
        confirm("anna", id);

        get("organiser", "olga", id).body("seats.ticket", everyItem(nullValue()));
        List<String> seenByAdmin = get("admin", "root", id).extract().path("seats.ticket");
        assertThat(seenByAdmin).doesNotContainNull();
        change("anna", id, "cancel");
        get("customer", "anna", id).body("seats.ticket", everyItem(nullValue()));
    }

    private String hold(String customer) {
        ShowId show = stage.show(20, 0);
        return given().auth()
                .oauth2(TOKENS.of("customer", customer))
                .contentType(ContentType.JSON)
                .body(Map.of("showId", show.toString(), "seats", List.of(3, 4)))
                .post("/api/v1/bookings")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void confirm(String customer, String id) {
        change(customer, id, "confirm");
    }

    private static void change(String customer, String id, String action) {
        given().auth()
                .oauth2(TOKENS.of("customer", customer))
                .post("/api/v1/bookings/{id}/" + action, id)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse get(String role, String name, String id) {
        return given().auth()
                .oauth2(TOKENS.of(role, name))
                .get("/api/v1/bookings/{id}", id)
                .then()
                .statusCode(200);
    }

    private static boolean isSigned(byte[] code, String x) throws GeneralSecurityException {
        byte[] framed = HexFormat.of()
                .parseHex(X509_HEAD
                        + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(x)));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(framed)));
        signature.update(code, 0, 21);
        return signature.verify(code, 21, 64);
    }
}
