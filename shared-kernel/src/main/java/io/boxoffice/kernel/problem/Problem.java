package io.boxoffice.kernel.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as RFC 9457 describes it.
 *
 * @param slug the last part of the stable {@code type} URI
 * @param extensions further members of the document, such as {@code conflicts}
 */
public record Problem(String slug, int status, String title, String detail, Map<String, Object> extensions) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:boxoffice:problem:";

    public Problem(String slug, int status, String title, String detail) {
        this(slug, status, title, detail, Map.of());
    }

    /** The same problem with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(slug, status, title, detail, more);
    }

    /** The document's members in reading order. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", TYPE_PREFIX + slug);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", detail);
        document.putAll(extensions);
        return document;
    }

    /** The HTTP answer. */
    public Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(document()).build();
    }

    /** The HTTP answer to something that will work when it is asked again in a while. */
    public Response retryAfter(int seconds) {
        return Response.fromResponse(response())
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }
}
