package io.boxoffice.kernel.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamWriteException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.rabbitmq.client.ShutdownSignalException;
import io.boxoffice.kernel.messaging.PublishException;
import io.boxoffice.kernel.problem.Problems.FieldError;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Turns whatever stops a request into a problem document, without class names, SQL or stack traces. */
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int MAX_CAUSES = 20;
    private static final List<String> STATUS_HEADERS =
            List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE);

    @ServerExceptionMapper
    public Response map(WebApplicationException e) {
        Response thrown = e.getResponse();
        int status = thrown.getStatus();
        if (status == 400 && e.getCause() instanceof JacksonException json) {
            return Problems.malformed(describe(json)).response();
        }
        if (status < 400 || thrown.hasEntity()) {
            return thrown;
        }
        if (status >= 500) {
            LOG.error("A request failed", e);
        }
        Response problem = status == 503
                ? Problems.unavailable().retryAfter(RETRY_AFTER_SECONDS)
                : Problems.ofStatus(status).response();
        Response.ResponseBuilder answer = Response.fromResponse(problem);
        for (String header : STATUS_HEADERS) {
            if (thrown.getHeaderString(header) != null) {
                answer.header(header, null).header(header, thrown.getHeaderString(header));
            }
        }
        return answer.build();
    }

    /** Explains what is refused without a word, such as a condition that does not hold, and names each refused request. */
    @ServerResponseFilter
    public void explain(ContainerResponseContext response, RoutingContext request) {
        if (response.getStatus() < 400) {
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        if (!response.hasEntity()) {
            document.putAll(Problems.ofStatus(response.getStatus()).document());
        } else if (response.getEntity() instanceof Map<?, ?> problem) {
            problem.forEach((member, value) -> document.put(String.valueOf(member), value));
        } else {
            return;
        }
        document.put(RequestIds.MEMBER, RequestIds.of(request));
        response.setEntity(document, new Annotation[0], MediaType.valueOf(Problem.MEDIA_TYPE));
    }

    @ServerExceptionMapper
    public Response map(MismatchedInputException e) {
        return Problems.malformed(describe(e)).response();
    }

    @ServerExceptionMapper
    public Response map(JsonProcessingException e) {
        if (!isAboutTheRequest(e)) {
            LOG.error("An answer cannot be written", e);
            return Problems.internal().response();
        }
        return Problems.malformed(describe(e)).response();
    }

    @ServerExceptionMapper
    public Response map(ConstraintViolationException e) {
        List<FieldError> errors = e.getConstraintViolations().stream()
                .map(v -> new FieldError(lastNodes(v.getPropertyPath().toString()), v.getMessage()))
                .sorted((a, b) -> a.field().compareTo(b.field()))
                .toList();
        return Problems.invalid(errors).response();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public Response unauthorized(Exception e) {
        return Response.fromResponse(Problems.unauthorized().response())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    public Response map(ForbiddenException e) {
        return Problems.forbidden().response();
    }

    @ServerExceptionMapper
    public Response map(RuntimeException e) {
        return map((Exception) e);
    }

    @ServerExceptionMapper
    public Response map(Exception e) {
        if (causedByBackend(e)) {
            LOG.warnf("A backend is away: %s", e);
            return Problems.unavailable().retryAfter(RETRY_AFTER_SECONDS);
        }
        LOG.error("A request failed", e);
        return Problems.internal().response();
    }

    /** The same exceptions tell of an answer that cannot be written; then a generator was at work, and no parser. */
    private static boolean isAboutTheRequest(JsonProcessingException e) {
        return switch (e) {
            case InvalidDefinitionException ours -> false;
            case JsonMappingException mapping -> mapping.getProcessor() instanceof JsonParser;
            default -> !(e instanceof StreamWriteException);
        };
    }

    private static boolean causedByBackend(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof java.util.concurrent.TimeoutException
                    || cause instanceof SocketException
                    || cause instanceof SocketTimeoutException
                    || cause instanceof ShutdownSignalException
                    || cause instanceof PublishException
                    || (cause instanceof SQLException sql && isConnectionTrouble(sql))) {
                return true;
            }
        }
        return false;
    }

    /**
     * SQLSTATE classes 08 (connection), 40 (rolled back, try again), 53 (resources), 57 (shutdown, or a statement took too
     * long), 25P03 and 25P04 (a transaction did); none at all means that the pool gave up.
     */
    private static boolean isConnectionTrouble(SQLException e) {
        String state = e.getSQLState();
        return state == null
                || Stream.of("08", "25P03", "25P04", "40", "53", "57").anyMatch(state::startsWith);
    }

    private static String describe(JacksonException e) {
        String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "Unknown field '" + field(unknown, field) + "'.";
            case InvalidFormatException format -> "'" + field + "' has a value that cannot be read.";
            case MismatchedInputException mismatch ->
                field.isEmpty() ? "The body is not the JSON object expected." : "'" + field + "' has the wrong type.";
            case JsonMappingException mapping -> "'" + field + "' cannot be accepted.";
            default -> "The body is not valid JSON (line " + line(e) + ").";
        };
    }

    private static String field(UnrecognizedPropertyException e, String path) {
        return path.isEmpty() ? e.getPropertyName() : path;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static int line(JacksonException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    /** A parameter's path starts with the method and the parameter, which mean nothing to the caller. */
    private static String lastNodes(String path) {
        String[] nodes = path.split("\\.", 3);
        return nodes.length == 3 ? nodes[2] : nodes[nodes.length - 1];
    }
}
