package io.boxoffice.booking.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.backends.Tokens;
import io.quarkus.oidc.runtime.OidcConfig;
import io.quarkus.oidc.runtime.OidcTenantConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "booking"))
class RememberedTokensTest {

    private static final Tokens TOKENS = Tokens.ofTests();

    @Test
    void aTokenThatWasGoodOnceIsRefusedOnceItHasExpired() {
        String token = TOKENS.with(Map.of("role", "customer", "name", "anna", "expires_in", "3"));

        assertThat(bookings(token)).isEqualTo(200);
        assertThat(bookings(token)).isEqualTo(200);

        await().atMost(Duration.ofSeconds(30)).until(() -> bookings(token) == 401);
    }

    @Test
    void aTokenThatWasGoodOnceIsNoBetterElsewhere() {
        String customer = TOKENS.customer("anna");
        assertThat(bookings(customer)).isEqualTo(200);
        assertThat(expirations(customer)).isEqualTo(401);

        String internal = TOKENS.internal();
        assertThat(expirations(internal)).isEqualTo(200);
        assertThat(bookings(internal)).isEqualTo(401);
    }

    @Test
    void aTokenThatDiffersInOneLetterIsAnotherToken() {
        String token = TOKENS.customer("anna");
        assertThat(bookings(token)).isEqualTo(200);
        char middle = token.charAt(token.length() - 20);
        String other = token.substring(0, token.length() - 20)
                + (middle == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 19);

        assertThat(bookings(other)).isEqualTo(401);
        assertThat(bookings(token)).isEqualTo(200);
    }

    @Test
    void aTokenThatCannotBeCheckedHereIsNobodysBusiness() {
        var tenants = ConfigProvider.getConfig()
                .unwrap(SmallRyeConfig.class)
                .getConfigMapping(OidcConfig.class)
                .namedTenants();

        assertThat(tenants).containsKeys(OidcConfig.DEFAULT_TENANT_KEY, "internal");
        assertThat(tenants.values()).extracting(OidcTenantConfig::token).allSatisfy(token -> {
            assertThat(token.allowJwtIntrospection()).isFalse();
            assertThat(token.allowOpaqueTokenIntrospection()).isFalse();
            assertThat(token.subjectRequired()).isTrue();
        });
        assertThat(bookings(TOKENS.ofNobody("customer"))).isEqualTo(401);
        assertThat(expirations("rubbish")).isEqualTo(401);
    }

    private static int bookings(String token) {
        return given().auth().oauth2(token).get("/api/v1/bookings").statusCode();
    }

    private static int expirations(String token) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"limit\":1}")
                .post("/internal/expirations")
                .statusCode();
    }
}
