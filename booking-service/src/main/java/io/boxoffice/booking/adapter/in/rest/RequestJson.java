package io.boxoffice.booking.adapter.in.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.boxoffice.booking.domain.FailureReason;
import io.boxoffice.booking.domain.IdempotencyKey;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.kernel.id.ShowId;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request for a booking that nobody has served yet ({@code Prefer: respond-async}, RFC 7240), as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RequestJson(
        BookingId id,
        ShowId showId,
        String status,
        @Nullable FailureReason reason,
        Instant createdAt) {

    private static final String RESPOND_ASYNC = "respond-async";
    private static final Pattern LIST = Pattern.compile(",");
    private static final int ASK_AGAIN_SECONDS = 1;

    /** Whether the {@code Prefer} headers ask for an answer before the booking is made. */
    static boolean isPreferred(List<String> preferHeaders) {
        return preferHeaders.stream()
                .flatMap(LIST::splitAsStream)
                .map(preference -> preference.replaceFirst(";.*", "").strip())
                .anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
    }

    /** 202, and where to ask. */
    static Response accepted(BookingId id, String receipt, @Nullable IdempotencyKey key) {
        String named = key == null ? "" : "&key=" + URLEncoder.encode(key.value(), StandardCharsets.UTF_8);
        return waiting(Status.ACCEPTED, id)
                .header(HttpHeaders.LOCATION, "/api/v1/bookings/" + id + "?receipt=" + receipt + named)
                .header("Preference-Applied", RESPOND_ASYNC)
                .build();
    }

    static Response requested(BookingId id) {
        return waiting(Status.OK, id).build();
    }

    /** Its time ended before somebody served it. */
    static Response neverServed(BookingId id) {
        return Response.ok(new RequestJson(id, id.show(), "FAILED", FailureReason.EXPIRED, id.createdAt()))
                .build();
    }

    private static Response.ResponseBuilder waiting(Status status, BookingId id) {
        return Response.status(status)
                .header(HttpHeaders.RETRY_AFTER, ASK_AGAIN_SECONDS)
                .entity(new RequestJson(id, id.show(), "REQUESTED", null, id.createdAt()));
    }
}
