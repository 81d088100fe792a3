package io.boxoffice.show.adapter.in.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The catalogue, for everybody. Caches on the way may keep what they got, and ask each time whether it is still so. Links
 * are relative references, because only the gateway knows what the caller calls this place.
 */
@Path(ShowResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
public class CatalogueResource {

    private static final String ASK_EACH_TIME = "public, no-cache";

    private static final Pattern AMPERSAND = Pattern.compile("&");

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
    public Response find(@PathParam("id") String id, @Context Request request) {
        return ShowResource.parsed(id)
                .flatMap(show -> findShow.handle(show, found -> RenderedPage.of(found, json)))
                .map(RenderedPage::read)
                .map(page -> answer(page, request).build())
                .orElseGet(() -> Problems.notFound().response());
    }

    @GET
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

    /** The address asked for, with another cursor; an URI builder would take everything apart and encode it anew. */
    private static String next(UriInfo uri, String cursor) {
        URI asked = uri.getRequestUri();
        String query = asked.getRawQuery() == null
                ? ""
                : AMPERSAND
                        .splitAsStream(asked.getRawQuery())
                        .filter(parameter -> !parameter.isEmpty() && !parameter.startsWith("cursor="))
                        .map(parameter -> "&" + parameter)
                        .collect(Collectors.joining());
        return "<" + asked.getRawPath() + "?cursor=" + cursor + query + ">; rel=\"next\"";
    }
}
