package io.boxoffice.kernel.problem;

import java.util.List;
import java.util.Map;

/** The problems that every service answers with; a service adds its own beside its resource. */
public final class Problems {

    /** One thing that is wrong with a request. */
    public record FieldError(String field, String message) {}

    public static Problem notFound() {
        return new Problem("not-found", 404, "Not found", "There is nothing here, or it is not yours.");
    }

    public static Problem malformed(String detail) {
        return new Problem("malformed-request", 400, "The request cannot be read", detail);
    }

    /** A request that can be read but not accepted. */
    public static Problem invalid(List<FieldError> errors) {
        return new Problem(
                "invalid-request",
                422,
                "The request is not acceptable",
                errors.isEmpty()
                        ? "A value is out of bounds."
                        : errors.getFirst().field() + " " + errors.getFirst().message(),
                Map.of("errors", errors));
    }

    public static Problem invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public static Problem unauthorized() {
        return new Problem(
                "unauthorized",
                401,
                "Authentication needed",
                "Send a valid bearer token: signed by the issuer, for this audience, and not expired.");
    }

    public static Problem forbidden() {
        return new Problem("forbidden", 403, "Not allowed", "Your role does not allow this.");
    }

    /** A page of another origin that is not configured. */
    public static Problem originRefused() {
        return new Problem("origin-refused", 403, "Origin not allowed", "Pages of this origin may not call the API.");
    }

    public static Problem tooLarge(long limitBytes) {
        return new Problem(
                "too-large", 413, "The body is too large", "A body may have at most " + limitBytes + " bytes.");
    }

    /** If-Match or If-Unmodified-Since does not hold. */
    public static Problem preconditionFailed(String detail) {
        return new Problem("precondition-failed", 412, "It is another version", detail);
    }

    public static Problem unavailable() {
        return new Problem(
                "unavailable", 503, "Not available just now", "Something this needs is away. Try again shortly.");
    }

    public static Problem internal() {
        return new Problem("internal", 500, "An error on our side", "It has been logged with the trace id.");
    }

    /** A problem that says no more than its HTTP status. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> malformed("The request is malformed.");
            case 401 -> unauthorized();
            case 403 -> forbidden();
            case 404 -> notFound();
            case 405 ->
                new Problem("method-not-allowed", 405, "Method not allowed", "This resource has other methods.");
            case 406 -> new Problem("not-acceptable", 406, "Not acceptable", "This resource has other media types.");
            case 412 -> preconditionFailed("If-Match or If-Unmodified-Since does not hold.");
            case 413 -> new Problem("too-large", 413, "The body is too large", "Send less.");
            case 415 -> new Problem("unsupported-media-type", 415, "Unsupported media type", "Send application/json.");
            case 503 -> unavailable();
            default ->
                status >= 500
                        ? internal()
                        : new Problem("refused", status, "The request was refused", "HTTP status " + status + ".");
        };
    }

    private Problems() {}
}
