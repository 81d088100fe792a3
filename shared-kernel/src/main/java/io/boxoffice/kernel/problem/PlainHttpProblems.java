package io.boxoffice.kernel.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Problem documents for what is refused before a resource is found: unknown paths, addresses that are none (where
 * {@code vertx.disableURIValidation} leaves them to us), and bodies that are too large.
 */
@ApplicationScoped
public class PlainHttpProblems {

    private static final int BEFORE_EVERYTHING = 1_000;
    private static final List<Integer> PLAIN_STATUSES = List.of(400, 401, 403, 404, 405, 406, 413, 415, 500, 503);

    private static final int UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final ObjectMapper json;
    private final long maxBodyBytes;

    PlainHttpProblems(
            ObjectMapper json,
            @ConfigProperty(name = "boxoffice.http.max-body-bytes", defaultValue = "65536") long maxBodyBytes) {
        this.json = json;
        this.maxBodyBytes = maxBodyBytes;
    }

    void errors(@Observes Router router) {
        for (int status : PLAIN_STATUSES) {
            router.errorHandler(status, context -> write(context, Problems.ofStatus(status)));
        }
    }

    void checks(@Observes Filters filters) {
        filters.register(this::check, BEFORE_EVERYTHING);
    }

    private void check(RoutingContext context) {
        if (!isAddress(context.request().uri())) {
            write(context, Problems.malformed("The address is not valid: percent-encode special characters."));
        } else if (declaredLength(context.request()) > maxBodyBytes) {
            refuseBody(context);
        } else if (UndeclaredBody.isIn(context.request())) {
            new UndeclaredBody(context, maxBodyBytes, this::refuseBody).read();
        } else {
            context.next();
        }
    }

    private static boolean isAddress(String text) {
        try {
            return !new URI(text).toString().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void refuseBody(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        write(context, Problems.tooLarge(maxBodyBytes));
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Answers with the problem, unless there is an answer already. */
    public void write(RoutingContext context, Problem problem) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        if (problem.status() == UNAVAILABLE && !context.response().headers().contains(HttpHeaders.RETRY_AFTER)) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        Map<String, Object> document = problem.document();
        document.put(RequestIds.MEMBER, RequestIds.of(context));
        try {
            context.response()
                    .setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written", e);
        }
    }
}
