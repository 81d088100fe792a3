package io.boxoffice.kernel.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.boxoffice.kernel.problem.Problems.FieldError;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.TimeoutException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever stops a request into a problem document, without class names, SQL or stack traces. */
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    @ServerExceptionMapper
    public Response map(WebApplicationException e) {
        if (e.getCause() instanceof JacksonException json) {
            return Problems.malformed(describe(json)).response();
        }
        int status = e.getResponse().getStatus();
        if (status >= 500) {
            LOG.error("A request failed", e);
        }
        return Response.fromResponse(Problems.ofStatus(status).response())
                .header(HttpHeaders.ALLOW, e.getResponse().getHeaderString(HttpHeaders.ALLOW))
                .build();
    }

    @ServerExceptionMapper
    public Response map(MismatchedInputException e) {
        return Problems.malformed(describe(e)).response();
    }

    @ServerExceptionMapper
    public Response map(JsonProcessingException e) {
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
        if (causedByBackend(e)) {
            LOG.warnf("A backend is away: %s", e);
            return Problems.unavailable().retryAfter(RETRY_AFTER_SECONDS);
        }
        LOG.error("A request failed", e);
        return Problems.internal().response();
    }

    private static boolean causedByBackend(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof java.net.ConnectException
                    || (cause instanceof SQLException sql && isConnectionTrouble(sql))) {
                return true;
            }
        }
        return false;
    }

    /** SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown); none at all means the pool gave up. */
    private static boolean isConnectionTrouble(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
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
