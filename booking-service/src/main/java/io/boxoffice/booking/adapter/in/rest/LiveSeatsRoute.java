package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.adapter.in.rest.LivePlaces.Place;
import io.boxoffice.booking.application.WatchSeats;
import io.boxoffice.booking.application.WatchSeats.Entrance;
import io.boxoffice.booking.application.WatchSeats.Outcome;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.limit.ClientAddress;
import io.boxoffice.kernel.problem.PlainHttpProblems;
import io.boxoffice.kernel.problem.Problem;
import io.boxoffice.kernel.problem.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Live seats over WebSocket (RFC 6455), for everybody. Who cannot be served is told so before the upgrade. */
@ApplicationScoped
class LiveSeatsRoute {

    private static final String PATH = "/api/v1/shows/:id/seats/live";
    private static final int SOON_SECONDS = 1;
    private static final int LATER_SECONDS = 10;

    private final WatchSeats watchSeats;
    private final LiveMessages messages;
    private final LiveSettings settings;
    private final PlainHttpProblems problems;
    private final Vertx vertx;
    private final Counter dropped;
    private final ClientAddress addresses;
    private final LivePlaces places;
    private final Set<LiveSocket> sockets = ConcurrentHashMap.newKeySet();

    LiveSeatsRoute(
            WatchSeats watchSeats,
            LiveMessages messages,
            LiveSettings settings,
            PlainHttpProblems problems,
            ClientAddress addresses,
            Vertx vertx,
            MeterRegistry metrics) {
        this.watchSeats = watchSeats;
        this.messages = messages;
        this.settings = settings;
        this.problems = problems;
        this.addresses = addresses;
        this.places = new LivePlaces(settings.sockets(), settings.socketsPerAddress());
        this.vertx = vertx;
        Gauge.builder("boxoffice.live.sockets", sockets, Set::size)
                .description("Clients who watch the seats of a show")
                .register(metrics);
        this.dropped = Counter.builder("boxoffice.live.dropped")
                .description("Clients who were dropped because they read too slowly")
                .register(metrics);
    }

    void route(@Observes Router router) {
        router.get(PATH).handler(this::open);
    }

    @Scheduled(every = "{boxoffice.live.ping:30s}")
    void ping() {
        sockets.forEach(LiveSocket::ping);
    }

    private void open(RoutingContext context) {
        if (!"websocket".equalsIgnoreCase(context.request().getHeader(HttpHeaders.UPGRADE))) {
            context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
            problems.write(
                    context,
                    new Problem("upgrade-required", 426, "Upgrade required", "This address speaks WebSocket."));
        } else {
            places.take(addresses.of(context.request()))
                    .ifPresentOrElse(place -> open(context, place), () -> refuse(context, full(), LATER_SECONDS));
        }
    }

    private void open(RoutingContext context, Place place) {
        context.addEndHandler(refusedOrGone -> place.giveUp());
        vertx.executeBlocking(() -> watchSeats.handle(ShowId.fromString(context.pathParam("id"))), false)
                .onSuccess(outcome -> answer(context, place, outcome))
                .onFailure(failure -> fail(context, failure));
    }

    private void answer(RoutingContext context, Place place, Outcome outcome) {
        switch (outcome) {
            case Outcome.Open(Entrance entrance) -> {
                if (place.sit()) {
                    context.request()
                            .toWebSocket()
                            .onSuccess(socket -> serve(socket, place, entrance))
                            .onFailure(notWebSocket -> place.leave());
                }
            }
            case Outcome.SeatsNotReady early -> refuse(context, BookingProblems.seatsNotReady(), SOON_SECONDS);
            case Outcome.NoSuchShow unknown -> problems.write(context, Problems.notFound());
        }
    }

    private void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof IllegalArgumentException) {
            problems.write(context, Problems.notFound());
        } else {
            refuse(context, Problems.unavailable(), SOON_SECONDS);
        }
    }

    private void serve(ServerWebSocket socket, Place place, Entrance entrance) {
        if (socket.isClosed()) {
            place.leave();
            return;
        }
        LiveSocket live = new LiveSocket(socket, vertx, messages, entrance, settings.patience(), dropped::increment);
        sockets.add(live);
        live.open(() -> {
            sockets.remove(live);
            place.leave();
        });
    }

    private void refuse(RoutingContext context, Problem problem, int retryAfterSeconds) {
        context.response().putHeader(HttpHeaders.createOptimized("Retry-After"), String.valueOf(retryAfterSeconds));
        problems.write(context, problem);
    }

    private static Problem full() {
        return new Problem(
                "too-many-watchers",
                503,
                "Too many watchers",
                "Many watch, here or from your address. Ask for the seat map instead.");
    }
}
