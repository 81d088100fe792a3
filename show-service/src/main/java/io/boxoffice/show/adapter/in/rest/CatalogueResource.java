package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;
import io.boxoffice.show.application.FindShow;
import io.boxoffice.show.application.ListShows;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * The catalogue, for everybody. Caches on the way may keep what they got, and ask each time whether it is still so. Links
 * are relative references, because only the gateway knows what the caller calls this place.
 */
@Path(ShowResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class CatalogueResource {

    private static final String ASK_EACH_TIME = "public, no-cache";

    private final FindShow findShow;
    private final ListShows listShows;
    private final ObjectMapper json;

    CatalogueResource(FindShow findShow, ListShows listShows, ObjectMapper json) {
        this.findShow = findShow;
        this.listShows = listShows;
        this.json = json;
    }

    @GET
    @Path("/{id}")
    @APIResponse(
            responseCode = "200",
            description = "The show; its ETag is needed to change it",
            content = @Content(schema = @Schema(implementation = ShowView.class)))
    @APIResponse(responseCode = "304", description = "The show is as If-None-Match says")
    @APIResponse(responseCode = "404", description = "No such show", content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Response find(@PathParam("id") String id, @Context Request request) {
        return ShowResource.parsed(id)
                .flatMap(show -> findShow.handle(show, found -> RenderedPage.of(found, json)))
                .map(RenderedPage::read)
                .map(page -> answer(page, request).build())
                .orElseGet(() -> Problems.notFound().response());
    }

    @GET
    @APIResponse(
            responseCode = "200",
            description = "Shows by their start; a Link header with rel=next leads to the next page",
            content = @Content(schema = @Schema(implementation = ShowView[].class)))
    @APIResponse(responseCode = "304", description = "The page is as If-None-Match says")
    @APIResponse(
            responseCode = "422",
            description = "Every parameter that is wrong, by name",
            content = @Content(mediaType = Problem.MEDIA_TYPE))
    public Response list(@BeanParam ListParameters parameters, @Context UriInfo uri, @Context Request request) {
        return switch (parameters.read()) {
            case ListParameters.Wrong wrong -> Problems.invalid(wrong.errors()).response();
            case ListParameters.Fine fine -> {
                RenderedPage page =
                        RenderedPage.read(listShows.handle(fine.query(), found -> RenderedPage.of(found, json)));
                Response.ResponseBuilder response = answer(page, request);
                if (!page.next().isEmpty()) {
                    response.header(HttpHeaders.LINK, next(uri, page.next()));
                }
                yield response.build();
            }
        };
    }

    private static Response.ResponseBuilder answer(RenderedPage page, Request request) {
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(page.tag());
        Response.ResponseBuilder response = unchanged == null ? Response.ok(page.json()) : unchanged;
        return response.tag(page.tag()).header(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME);
    }

    private static String next(UriInfo uri, String cursor) {
        URI next =
                uri.getRequestUriBuilder().replaceQueryParam("cursor", cursor).build();
        return "<" + next.getRawPath() + "?" + next.getRawQuery() + ">; rel=\"next\"";
    }
}
