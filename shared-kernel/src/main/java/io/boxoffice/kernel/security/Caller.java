package io.boxoffice.kernel.security;

import io.quarkus.security.identity.SecurityIdentity;
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

    /** What the names of API clients begin with. */
    public static final String CLIENT = "client:";

    private static final String ATTRIBUTE = "boxoffice.caller";
    private static final Pattern SPACE = Pattern.compile(" ");

    /** Nobody, if nobody is known. */
    public static @Nullable Caller of(SecurityIdentity identity) {
        Caller remembered = identity.getAttribute(ATTRIBUTE);
        return remembered == null && identity.getPrincipal() instanceof JsonWebToken token ? of(token) : remembered;
    }

    static Caller of(JsonWebToken token) {
        Object client = Optional.<Object>ofNullable(token.getClaim("client_id")).orElseGet(() -> token.getClaim("azp"));
        return client instanceof String id
                        && token.<Object>getClaim("scope") instanceof String scopes
                        && SPACE.splitAsStream(scopes).anyMatch(ON_BEHALF::equals)
                ? new Caller(id, true)
                : new Caller(String.valueOf(token.getSubject()), false);
    }

    /** A name for it that no other has. */
    public String key() {
        return (isClient ? CLIENT : "customer:") + id;
    }

    static String attribute() {
        return ATTRIBUTE;
    }
}
