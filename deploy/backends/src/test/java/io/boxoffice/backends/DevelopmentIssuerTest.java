package io.boxoffice.backends;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentIssuerTest {
    private final DevelopmentIssuer issuer;
    private final Tokens tokens;

    DevelopmentIssuerTest(@TempDir Path folder) {
        issuer = new DevelopmentIssuer(folder, Ports.free());
        tokens = new Tokens(issuer.url());
    }

    @BeforeEach
    void start() {
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop();
    }

    @Test
    void aCustomersTokenCarriesWhatServicesRelyOn() throws Exception {
        var claims = verified(tokens.customer("ada"));
        assertThat(claims.getIssuer()).isEqualTo(issuer.url());
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getAudience()).containsExactly("boxoffice");
        assertThat(claims.getStringListClaim("roles")).containsExactly("customer");
        assertThat(claims.getStringClaim("email")).isEqualTo("ada@customers.example");
        assertThat(claims.getStringClaim("locale")).isEqualTo("en");
        assertThat(claims.getExpirationTime().toInstant()).isAfter(Instant.now());
    }

    @Test
    void theInternalClientGetsItsOwnAudienceAndRole() throws Exception {
        var claims = verified(tokens.internal());
        assertThat(claims.getSubject()).isEqualTo("expiry-worker");
        assertThat(claims.getAudience()).containsExactly("boxoffice-internal");
        assertThat(claims.getStringListClaim("roles")).containsExactly("internal");
    }

    @Test
    void theFormDecidesTheClaims() throws Exception {
        var claims = verified(tokens.with(
                Map.of("role", "admin", "name", "bo", "email", "bo@example.org", "locale", "de", "audience", "other")));
        assertThat(claims.getStringListClaim("roles")).isEqualTo(List.of("admin"));
        assertThat(claims.getStringClaim("email")).isEqualTo("bo@example.org");
        assertThat(claims.getStringClaim("locale")).isEqualTo("de");
        assertThat(claims.getAudience()).containsExactly("other");
    }

    @Test
    void badTokensAreBadInTheWayTheirNamesSay() throws Exception {
        assertThat(verified(tokens.expired("customer", "ada"))
                        .getExpirationTime()
                        .toInstant())
                .isBefore(Instant.now());
        assertThat(verified(tokens.forAudience("cinema", "customer", "ada")).getAudience())
                .containsExactly("cinema");
        assertThat(JWTParser.parse(tokens.unsigned("customer", "ada"))
                        .getHeader()
                        .getAlgorithm()
                        .getName())
                .isEqualTo("none");
        assertThat(isVerified(tokens.forged("customer", "ada"))).isFalse();
    }

    @Test
    void tokensOutliveARestartOfTheIssuer() throws Exception {
        var token = tokens.customer("ada");
        issuer.stop();
        issuer.start();
        assertThat(isVerified(token)).isTrue();
    }

    private JWTClaimsSet verified(String token) throws Exception {
        assertThat(isVerified(token)).isTrue();
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private boolean isVerified(String token) throws Exception {
        var jwt = SignedJWT.parse(token);
        var keys = JWKSet.load(URI.create(issuer.url() + "/jwks").toURL());
        var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
        return jwt.verify(new RSASSAVerifier(key.toRSAKey()));
    }
}
