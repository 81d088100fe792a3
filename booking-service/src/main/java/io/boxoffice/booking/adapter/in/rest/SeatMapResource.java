package io.boxoffice.booking.adapter.in.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.booking.application.DrawSeatMap;
import io.boxoffice.booking.application.DrawSeatMap.Outcome;
import io.boxoffice.booking.domain.SeatMap;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problems;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Seat maps over HTTP, for everybody. */
@Path("/api/v1/shows/{id}/seats")
class SeatMapResource {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final String GZIP = "gzip";
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern NEVER = Pattern.compile(";\\s*q=0(\\.0*)?$");

    private final DrawSeatMap drawSeatMap;
    private final ObjectMapper json;

    SeatMapResource(DrawSeatMap drawSeatMap, ObjectMapper json) {
        this.drawSeatMap = drawSeatMap;
        this.json = json;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public CompletionStage<Response> seats(
            @PathParam("id") ShowId show,
            @HeaderParam(HttpHeaders.ACCEPT_ENCODING) @Nullable String encodings,
            @Context Request request) {
        return drawSeatMap.handle(show, this::render).thenApply(outcome -> answer(outcome, request, encodings));
    }

    private static Response answer(Outcome outcome, Request request, @Nullable String encodings) {
        return switch (outcome) {
            case Outcome.Drawn(byte[] map) -> conditional(new RenderedMap(map), request, acceptsGzip(encodings));
            case Outcome.SeatsNotReady early -> BookingProblems.seatsNotReady().retryAfter(RETRY_AFTER_SECONDS);
            case Outcome.NoSuchShow unknown -> Problems.notFound().response();
        };
    }

    /** Each encoding is a representation of its own, and has a tag of its own (RFC 9110, section 8.8.3.3). */
    private static Response conditional(RenderedMap map, Request request, boolean gzip) {
        EntityTag tag = new EntityTag(gzip ? map.tag() + "-gzip" : map.tag());
        Response.ResponseBuilder response = request.evaluatePreconditions(tag);
        if (response == null) {
            response = Response.ok(gzip ? map.gzip() : map.json(), MediaType.APPLICATION_JSON);
            if (gzip) {
                response.header(HttpHeaders.CONTENT_ENCODING, GZIP);
            }
        }
        return response.tag(tag)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header(HttpHeaders.CACHE_CONTROL, "public, no-cache")
                .build();
    }

    private static boolean acceptsGzip(@Nullable String encodings) {
        return encodings != null
                && COMMA.splitAsStream(encodings)
                        .map(String::strip)
                        .anyMatch(encoding -> encoding.startsWith(GZIP)
                                && !NEVER.matcher(encoding).find());
    }

    private byte[] render(SeatMap map) {
        try {
            return RenderedMap.of(json.writeValueAsBytes(SeatMapJson.of(map)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a seat map cannot be written", e);
        }
    }
}
