package io.boxoffice.show.adapter.out.booking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.application.port.FreePlaces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks booking-service over HTTP, as everybody may. */
@ApplicationScoped
class HttpFreePlaces implements FreePlaces {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final ObjectMapper json;
    private final String address;

    HttpFreePlaces(
            ObjectMapper json,
            @ConfigProperty(name = "boxoffice.booking-service.url", defaultValue = "http://localhost:8082")
                    String bookingService) {
        this.json = json;
        this.address = bookingService + "/api/v1/availability?";
    }

    @Override
    public Set<ShowId> among(Set<ShowId> shows, Wanted wanted) {
        if (shows.isEmpty()) {
            return Set.of();
        }
        Set<ShowId> found = new HashSet<>();
        for (JsonNode show : ask(shows)) {
            for (JsonNode section : show.path("sections")) {
                if (section.path("available").asInt() >= wanted.places()
                        && wanted.section()
                                .map(name -> name.equals(section.path("name").asText()))
                                .orElse(true)) {
                    found.add(ShowId.fromString(show.path("showId").asText()));
                }
            }
        }
        return found;
    }

    private JsonNode ask(Set<ShowId> shows) {
        String query = shows.stream().map(show -> "showId=" + show).collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + query))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new ServiceUnavailableException("booking-service answers " + answer.statusCode());
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new ServiceUnavailableException("booking-service does not answer", 1L, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("interrupted", 1L, e);
        }
    }
}
