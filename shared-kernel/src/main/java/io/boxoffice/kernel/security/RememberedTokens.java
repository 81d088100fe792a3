package io.boxoffice.kernel.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Checks each token of the public API once and remembers who it stands for until it expires: checking a signature takes
 * longer than all else that a request does outside the database. A key that the issuer withdraws ends no token that has
 * been checked before; a token's own short life does, or an admin who revokes it. An API client may do what customers may,
 * for customers of its own. The internal API, with an audience of its own, is not remembered.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class RememberedTokens implements HttpAuthenticationMechanism {

    private static final String PUBLIC_API = "/api/";

    private final OidcAuthenticationMechanism oidc;
    private final IdentityProviderManager providers;
    private final RevokedTokens revoked;
    private final Cache<String, SecurityIdentity> verified;

    RememberedTokens(
            OidcAuthenticationMechanism oidc,
            IdentityProviderManager providers,
            RevokedTokens revoked,
            @ConfigProperty(name = "boxoffice.tokens.remembered", defaultValue = "10000") long most) {
        this.oidc = oidc;
        this.providers = providers;
        this.revoked = revoked;
        this.verified = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfter(Expiry.<String, SecurityIdentity>creating((header, identity) -> life(identity)))
                .build();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return oidc.authenticate(context, providers);
        }
        boolean remembered = context.normalizedPath().startsWith(PUBLIC_API);
        SecurityIdentity known = remembered ? verified.getIfPresent(header) : null;
        return known != null
                ? unlessRevoked(known)
                : oidc.authenticate(context, providers)
                        .onItem()
                        .ifNotNull()
                        .transformToUni(identity -> unlessRevoked(remembered ? remember(header, identity) : identity));
    }

    /** Who sent the request, if the token is good; fails or is nobody otherwise. */
    public Uni<@Nullable Caller> caller(RoutingContext context) {
        return authenticate(context, providers).map(identity -> identity == null ? null : Caller.of(identity));
    }

    private Uni<SecurityIdentity> unlessRevoked(SecurityIdentity identity) {
        return identity.getPrincipal() instanceof JsonWebToken token && revoked.contains(token)
                ? Uni.createFrom().failure(new AuthenticationFailedException("the token was revoked"))
                : Uni.createFrom().item(identity);
    }

    private SecurityIdentity remember(String header, SecurityIdentity identity) {
        SecurityIdentity known = withoutRequest(identity);
        verified.put(header, known);
        return known;
    }

    /** The identity as it comes refers to the request it came with, which must not outlive its answer. */
    private static SecurityIdentity withoutRequest(SecurityIdentity identity) {
        QuarkusSecurityIdentity.Builder known = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addRoles(identity.getRoles());
        if (identity.getPrincipal() instanceof JsonWebToken token) {
            Caller caller = Caller.of(token);
            known.addAttribute(Caller.attribute(), caller);
            if (caller.isClient()) {
                known.addRole(Roles.CUSTOMER);
            }
        }
        return known.build();
    }

    private static Duration life(SecurityIdentity identity) {
        Instant end = identity.getPrincipal() instanceof JsonWebToken token
                ? Instant.ofEpochSecond(token.getExpirationTime())
                : Instant.MIN;
        Instant now = Instant.now();
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return oidc.getChallenge(context);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return oidc.getCredentialTransport(context);
    }
}
