package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.security.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls, as the verified token says. */
@RequestScoped
class CallerToken {

    private static final String DEFAULT_LANGUAGE = "en";

    private final JsonWebToken token;
    private final SecurityIdentity identity;

    CallerToken(JsonWebToken token, SecurityIdentity identity) {
        this.token = token;
        this.identity = identity;
    }

    Viewer viewer() {
        return new Viewer(token.getSubject(), identity.hasRole(Roles.ORGANISER), identity.hasRole(Roles.ADMIN));
    }

    /** The caller as a customer; empty if the token has no mail address to send tickets to. */
    Optional<Customer> customer() {
        return Optional.ofNullable(claim("email"))
                .map(email -> new Customer(
                        token.getSubject(),
                        email,
                        claim("name"),
                        Optional.ofNullable(claim("locale")).orElse(DEFAULT_LANGUAGE)));
    }

    /** Whether the token was made for our own services. */
    boolean isInternal() {
        return token.getAudience().contains("boxoffice-internal");
    }

    private @Nullable String claim(String name) {
        Object value = token.getClaim(name);
        return value instanceof String text && !text.isBlank() ? text : null;
    }
}
