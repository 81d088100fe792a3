package io.boxoffice.backends;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Fetches tokens from a {@link DevelopmentIssuer}, good ones and those every service must refuse; or good ones from a
 * Keycloak, if the issuer is a realm.
 */
public final class Tokens {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final @Nullable KeycloakPeople people;
    private final HttpClient http = HttpClient.newHttpClient();

    public Tokens(String issuerUrl) {
        endpoint = URI.create(issuerUrl + "/token");
        people = KeycloakPeople.is(issuerUrl) ? new KeycloakPeople(issuerUrl) : null;
    }

    /** Tokens of the issuer among the test backends. */
    public static Tokens ofTests() {
        return new Tokens(ConfigProvider.getConfig().getValue("boxoffice.oidc.url", String.class));
    }

    public String customer(String name) {
        return of("customer", name);
    }

    public String organiser(String name) {
        return of("organiser", name);
    }

    public String admin(String name) {
        return of("admin", name);
    }

    /** The token of the internal client. */
    public String internal() {
        return with(Map.of("client_id", DevelopmentIssuer.INTERNAL_CLIENT));
    }

    /** The token of an API client that may act for its customers. */
    public String partner(String name) {
        return with(Map.of("client_id", DevelopmentIssuer.PARTNERS + name, "scope", "bookings:on-behalf"));
    }

    /** A good token: customer, organiser or admin. */
    public String of(String role, String name) {
        return with(Map.of("role", role, "name", name));
    }

    /** A token that expired ten minutes ago. */
    public String expired(String role, String name) {
        return with(Map.of("role", role, "name", name, "expires_in", "-600"));
    }

    /** A token that was made for somebody else's system. */
    public String forAudience(String audience, String role, String name) {
        return with(Map.of("role", role, "name", name, "audience", audience));
    }

    /** A token that is good in an hour, and not before. */
    public String early(String role, String name) {
        return with(Map.of("role", role, "name", name, "valid_in", "3600", "expires_in", "7200"));
    }

    /** A token of an issuer nobody knows, signed by the key of the one all know. */
    public String ofAnotherIssuer(String role, String name) {
        return with(Map.of("role", role, "name", name, "issuer", "https://issuer.example/boxoffice"));
    }

    /** A token that says what its bearer may do, and not who that is: no {@code sub}. */
    public String ofNobody(String role) {
        return with(Map.of("role", role, "nameless", "true"));
    }

    /** A token's own id, its {@code jti}. */
    public static String id(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The right claims, and no signature ({@code alg: none}). */
    public String unsigned(String role, String name) {
        try {
            return new PlainJWT(SignedJWT.parse(of(role, name)).getJWTClaimsSet()).serialize();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The right claims and key id, signed by a key the issuer does not have. */
    public String forged(String role, String name) {
        try {
            var good = SignedJWT.parse(of(role, name));
            var forged = new SignedJWT(good.getHeader(), good.getJWTClaimsSet());
            forged.sign(new RSASSASigner(new RSAKeyGenerator(2048).generate()));
            return forged.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The right claims, signed with the issuer's public key as if it were a shared secret ({@code alg: HS256}). */
    public String signedWithThePublicKey(String role, String name) {
        try {
            var keys = JWKSet.load(endpoint.resolve("jwks").toURL());
            var key = keys.getKeys().getFirst().toRSAKey();
            var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .keyID(key.getKeyID())
                    .build();
            var token = new SignedJWT(header, SignedJWT.parse(of(role, name)).getJWTClaimsSet());
            token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
            return token.serialize();
        } catch (IOException | ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A token for any form parameters of the issuer: role, name, email, locale, audience, issuer, valid_in, expires_in,
     * nameless, client_id.
     */
    public String with(Map<String, String> parameters) {
        if (people != null) {
            return people.token(parameters);
        }
        var form = new LinkedHashMap<>(Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                "demo",
                "client_secret",
                "unchecked",
                "scope",
                "openid"));
        form.putAll(parameters);
        var body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(
                        "The issuer answered " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body()).path("access_token").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
