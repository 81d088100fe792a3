package io.boxoffice.booking.adapter.in.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.boxoffice.booking.domain.Customer;
import io.boxoffice.booking.domain.Viewer;
import io.boxoffice.kernel.limit.ClientAddress;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.security.Caller;
import io.boxoffice.kernel.security.Roles;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls, as the verified token says. */
@ApplicationScoped
class CallerToken {

    private static final String DEFAULT_LANGUAGE = "en";
    /** Of mail addresses, names and languages, wherever they come from. */
    static final int MAX_TEXT_LENGTH = 320;

    /** One address and nothing else; whether it exists is for the mail server to say. */
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^\\s@,;<>\"]+@[^\\s@,;<>\"]+");

    private final SecurityIdentity identity;
    private final ClientAddress addresses;
    private final CurrentVertxRequest request;

    /** Read once for each token that is remembered. */
    private final Cache<JsonWebToken, Customer> customers =
            Caffeine.newBuilder().weakKeys().build();

    CallerToken(SecurityIdentity identity, ClientAddress addresses, CurrentVertxRequest request) {
        this.identity = identity;
        this.addresses = addresses;
        this.request = request;
    }

    /** Where the call comes from, to share out places by. */
    String source() {
        return client().isClient()
                ? client().key()
                : "address:" + addresses.of(request.getCurrent().request());
    }

    Viewer viewer() {
        OnBehalfOf named = onBehalfOf();
        if (named != null) {
            return new Viewer(named.idOf(client()), false, false);
        }
        return new Viewer(subject(token()), identity.hasRole(Roles.ORGANISER), identity.hasRole(Roles.ADMIN));
    }

    /**
     * The caller as a customer.
     *
     * @throws IllegalArgumentException if the token lacks a mail address to send tickets to, or says what cannot be kept
     */
    Customer customer() {
        OnBehalfOf named = onBehalfOf();
        if (named == null) {
            return customers.get(token(), CallerToken::customer);
        }
        try {
            return named.customer(client(), DEFAULT_LANGUAGE);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /**
     * The customer that an API client acts for; nobody if a person calls, or an API client on its own behalf, which it
     * may only if it has a role of its own.
     */
    private @Nullable OnBehalfOf onBehalfOf() {
        String header = request.getCurrent().request().getHeader(OnBehalfOf.HEADER);
        if (header == null) {
            if (client().isClient() && !identity.hasRole(Roles.ORGANISER) && !identity.hasRole(Roles.ADMIN)) {
                throw refused(new IllegalArgumentException("must say which customer this is for"));
            }
            return null;
        }
        if (!client().isClient()) {
            throw new ForbiddenException();
        }
        try {
            return OnBehalfOf.parse(header);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private Caller client() {
        return Objects.requireNonNull(Caller.of(identity));
    }

    private static WebApplicationException refused(IllegalArgumentException e) {
        return new WebApplicationException(Problems.invalid(OnBehalfOf.HEADER, String.valueOf(e.getMessage()))
                .response());
    }

    static boolean isMailAddress(String text) {
        return MAIL_ADDRESS.matcher(text).matches();
    }

    private JsonWebToken token() {
        return (JsonWebToken) identity.getPrincipal();
    }

    private static Customer customer(JsonWebToken token) {
        String email = claim(token, "email");
        if (email == null || !isMailAddress(email)) {
            throw new IllegalArgumentException("needs an email claim with a mail address to send tickets to");
        }
        return new Customer(
                subject(token),
                email,
                claim(token, "name"),
                Optional.ofNullable(claim(token, "locale")).orElse(DEFAULT_LANGUAGE));
    }

    /** Nobody is called by characters that cannot be kept, or like the customer of an API client. */
    private static String subject(JsonWebToken token) {
        String subject = token.getSubject();
        if (subject == null
                || subject.startsWith(Caller.CLIENT)
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw new UnauthorizedException();
        }
        return subject;
    }

    private static @Nullable String claim(JsonWebToken token, String name) {
        Object value = token.getClaim(name);
        if (!(value instanceof String text) || text.isBlank()) {
            return null;
        }
        if (text.length() > MAX_TEXT_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("has a claim '" + name + "' that cannot be kept");
        }
        return text;
    }
}
