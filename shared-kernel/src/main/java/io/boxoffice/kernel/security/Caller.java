package io.boxoffice.kernel.security;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Who a verified token stands for: a person, or an API client that acts for its own customers.
 *
 * @param isClient whether it is an API client, which has the scope {@value #ON_BEHALF}
 */
public record Caller(String id, boolean isClient) {

    /** The scope that lets a client name the customer it acts for. */
    public static final String ON_BEHALF = "bookings:on-behalf";

    private static final String ATTRIBUTE = "boxoffice.caller";
    private static final Pattern SPACE = Pattern.compile(" ");

    /** Nobody, if nobody is known. */
    public static @Nullable Caller of(SecurityIdentity identity) {
        Caller remembered = identity.getAttribute(ATTRIBUTE);
        return remembered == null && identity.getPrincipal() instanceof JsonWebToken token ? of(token) : remembered;
    }

    static Caller of(JsonWebToken token) {
        Object scope = token.getClaim("scope");
        boolean client =
                scope instanceof String scopes && SPACE.splitAsStream(scopes).anyMatch(ON_BEHALF::equals);
        return new Caller(client ? clientId(token) : String.valueOf(token.getSubject()), client);
    }

    private static String clientId(JsonWebToken token) {
        return List.of("client_id", "azp").stream()
                .map(claim -> Optional.<Object>ofNullable(token.getClaim(claim)))
                .flatMap(Optional::stream)
                .map(String::valueOf)
                .findFirst()
                .orElseGet(() -> String.valueOf(token.getSubject()));
    }

    /** A name for it that no other has. */
    public String key() {
        return (isClient ? "client:" : "customer:") + id;
    }

    static String attribute() {
        return ATTRIBUTE;
    }
}
