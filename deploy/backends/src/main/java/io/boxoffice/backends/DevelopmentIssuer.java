package io.boxoffice.backends;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.OAuth2Exception;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.jspecify.annotations.Nullable;

/** An OIDC issuer for development: it signs whatever token it is asked for. Never run it where strangers can reach it. */
public final class DevelopmentIssuer implements Backend {
    /** The client that gets the audience and role of the internal API. */
    public static final String INTERNAL_CLIENT = "expiry-worker";

    /** What the ids of API clients begin with: third parties that act for their own customers. */
    public static final String PARTNERS = "partner-";

    private static final String ON_BEHALF = "bookings:on-behalf";
    private static final String ISSUER = "boxoffice";
    private static final Set<String> ROLES = Set.of("customer", "organiser", "admin");
    private static final long DEFAULT_EXPIRY_SECONDS = 3_600;

    private final Path folder;
    private final int port;
    private @Nullable MockOAuth2Server server;

    /** Keeps its signing key in the folder, so that services need not learn a new one after a restart. */
    public DevelopmentIssuer(Path folder, int port) {
        this.folder = folder.toAbsolutePath();
        this.port = port;
    }

    @Override
    public String name() {
        return "OIDC issuer";
    }

    /** The issuer's identity, below which its discovery document lies. */
    public String url() {
        return "http://127.0.0.1:" + port + "/" + ISSUER;
    }

    @Override
    public void start() {
        var keys = new KeyProvider(List.<JWK>of(signingKey()), "RS256");
        var config = new OAuth2Config(
                false, null, null, false, new OAuth2TokenProvider(keys, (Instant) null), Set.of(new Claims(url())));
        var started = new MockOAuth2Server(config);
        started.start(InetAddress.getLoopbackAddress(), port);
        server = started;
    }

    @Override
    public boolean isAlive() {
        return server != null;
    }

    @Override
    public void stop() {
        if (server != null) {
            server.shutdown();
            server = null;
        }
    }

    private RSAKey signingKey() {
        var file = folder.resolve("signing-key.json");
        try {
            if (Files.notExists(file)) {
                Folders.writeSecret(
                        file, new RSAKeyGenerator(2048).keyID(ISSUER).generate().toJSONString());
            }
            return RSAKey.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException | ParseException e) {
            throw new CannotStart("The issuer's key in " + file + " is broken: delete it", e);
        }
    }

    /** Makes the claims from the form of the token request. */
    private record Claims(String issuer) implements OAuth2TokenCallback {
        @Override
        public String issuerId() {
            return ISSUER;
        }

        @Override
        public @Nullable String subject(TokenRequest request) {
            if (parameter(request, "nameless", "").equals("true")) {
                return null;
            }
            return isInternal(request) ? INTERNAL_CLIENT : nameOf(request);
        }

        private static String nameOf(TokenRequest request) {
            return isPartner(request)
                    ? "service-account-" + client(request)
                    : parameter(request, "name", role(request));
        }

        @Override
        public String typeHeader(TokenRequest request) {
            return "JWT";
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of(parameter(request, "audience", isInternal(request) ? "boxoffice-internal" : "boxoffice"));
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            var claims = new HashMap<String, Object>();
            claims.put("iss", parameter(request, "issuer", issuer));
            claims.put("nbf", Date.from(Instant.now().plusSeconds(seconds(request, "valid_in", 0))));
            claims.put(
                    "exp",
                    Date.from(Instant.now().plusSeconds(seconds(request, "expires_in", DEFAULT_EXPIRY_SECONDS))));
            if (isInternal(request)) {
                claims.put("roles", List.of("internal"));
                return claims;
            }
            if (isPartner(request)) {
                claims.put("roles", List.of());
                claims.put("azp", client(request));
                claims.put("scope", asksFor(request, ON_BEHALF) ? ON_BEHALF : "");
                return claims;
            }
            var name = nameOf(request);
            claims.put("roles", List.of(role(request)));
            claims.put("name", name);
            claims.put("email", parameter(request, "email", name + "@customers.example"));
            claims.put("locale", parameter(request, "locale", "en"));
            return claims;
        }

        @Override
        public long tokenExpiry() {
            return DEFAULT_EXPIRY_SECONDS;
        }

        private static boolean isInternal(TokenRequest request) {
            return client(request).equals(INTERNAL_CLIENT);
        }

        private static boolean isPartner(TokenRequest request) {
            return client(request).startsWith(PARTNERS);
        }

        private static String client(TokenRequest request) {
            var authentication = request.getClientAuthentication();
            var client = authentication == null ? request.getClientID() : authentication.getClientID();
            return client == null ? "" : client.getValue();
        }

        private static boolean asksFor(TokenRequest request, String scope) {
            return request.getScope() != null && request.getScope().contains(scope);
        }

        private static String role(TokenRequest request) {
            var role = parameter(request, "role", "customer");
            if (!ROLES.contains(role)) {
                throw new OAuth2Exception(OAuth2Error.INVALID_REQUEST, "role must be one of " + ROLES);
            }
            return role;
        }

        private static long seconds(TokenRequest request, String name, long otherwise) {
            return Long.parseLong(parameter(request, name, "" + otherwise));
        }

        private static String parameter(TokenRequest request, String name, String otherwise) {
            var values = request.getCustomParameter(name);
            return values == null || values.isEmpty() || values.getFirst().isBlank() ? otherwise : values.getFirst();
        }
    }
}
