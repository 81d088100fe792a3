package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.kernel.security.RevokedTokens;
import io.boxoffice.kernel.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ends tokens before their time. */
@Path("/api/v1/revocations")
@RolesAllowed(Roles.ADMIN)
class RevocationResource {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Pattern ID = Pattern.compile("[!-~]{1,200}");

    private final RevokedTokens revoked;

    RevocationResource(RevokedTokens revoked) {
        this.revoked = revoked;
    }

    /**
     * What to end.
     *
     * @param id the {@code jti} of a token, or the {@code sid} of a session, which ends all its tokens
     */
    record Revocation(@Nullable String id) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> revoke(@Nullable Revocation revocation) {
        String id = revocation == null ? null : revocation.id();
        if (id == null || !ID.matcher(id).matches()) {
            return CompletableFuture.completedFuture(
                    Problems.invalid("id", "must be the jti of a token or the sid of a session")
                            .response());
        }
        return revoked.revoke(id)
                .subscribeAsCompletionStage()
                .thenApply(done -> Response.noContent().build())
                .exceptionally(away -> unavailable().retryAfter(RETRY_AFTER_SECONDS));
    }

    /** Only this instance knows it now. */
    private static Problem unavailable() {
        return Problems.unavailable();
    }
}
