package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.application.CountFreePlaces;
import io.boxoffice.booking.application.port.FreePlaces;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.problem.Problems;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How many places are free, of many shows at once, for everybody. */
@Path("/api/v1/availability")
class AvailabilityResource {

    private static final String A_MOMENT = "public, max-age=1";

    private final CountFreePlaces countFreePlaces;

    AvailabilityResource(CountFreePlaces countFreePlaces) {
        this.countFreePlaces = countFreePlaces;
    }

    record ShowJson(ShowId showId, List<SectionJson> sections) {}

    record SectionJson(int number, String name, int capacity, int available) {

        static SectionJson of(FreePlaces.Section section) {
            return new SectionJson(section.number(), section.name(), section.capacity(), section.free());
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response count(@QueryParam("showId") List<String> showIds) {
        if (showIds.isEmpty() || showIds.size() > CountFreePlaces.MAX_SHOWS) {
            return Problems.invalid("showId", "is needed, at most " + CountFreePlaces.MAX_SHOWS + " times")
                    .response();
        }
        Set<ShowId> shows = new LinkedHashSet<>();
        try {
            showIds.forEach(id -> shows.add(ShowId.fromString(id)));
        } catch (IllegalArgumentException e) {
            return Problems.invalid("showId", "is not an id").response();
        }
        List<ShowJson> counted = countFreePlaces.handle(shows).entrySet().stream()
                .map(show -> new ShowJson(
                        show.getKey(),
                        show.getValue().stream().map(SectionJson::of).toList()))
                .toList();
        return Response.ok(counted).header(HttpHeaders.CACHE_CONTROL, A_MOMENT).build();
    }
}
