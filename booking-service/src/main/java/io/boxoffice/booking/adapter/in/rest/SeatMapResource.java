package io.boxoffice.booking.adapter.in.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.booking.application.DrawSeatMap;
import io.boxoffice.booking.application.DrawSeatMap.Outcome;
import io.boxoffice.booking.domain.SeatMap;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problems;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Seat maps over HTTP, for everybody. */
@Path("/api/v1/shows/{id}/seats")
class SeatMapResource {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int TAG_BYTES = 16;

    private final DrawSeatMap drawSeatMap;
    private final ObjectMapper json;

    SeatMapResource(DrawSeatMap drawSeatMap, ObjectMapper json) {
        this.drawSeatMap = drawSeatMap;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response seats(@PathParam("id") ShowId show, @Context Request request) {
        return switch (drawSeatMap.handle(show, this::render)) {
            case Outcome.Drawn(byte[] map) -> conditional(map, request);
            case Outcome.SeatsNotReady early -> BookingProblems.seatsNotReady().retryAfter(RETRY_AFTER_SECONDS);
            case Outcome.NoSuchShow unknown -> Problems.notFound().response();
        };
    }

    private static Response conditional(byte[] map, Request request) {
        EntityTag tag = new EntityTag(fingerprint(map));
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return unchanged != null
                ? unchanged.tag(tag).build()
                : Response.ok(map, MediaType.APPLICATION_JSON).tag(tag).build();
    }

    private byte[] render(SeatMap map) {
        try {
            return json.writeValueAsBytes(SeatMapJson.of(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a seat map cannot be written", e);
        }
    }

    private static String fingerprint(byte[] map) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(map);
            return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
