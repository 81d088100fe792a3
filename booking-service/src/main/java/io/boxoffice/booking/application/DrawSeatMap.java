package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.SeatMap;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Gives the seat map of a show, at most a few seconds old. */
@ApplicationScoped
public class DrawSeatMap {

    private static final byte[] NOTHING = {};

    private final Inventory inventory;
    private final SeatMapCache seatMaps;
    private final NewShows newShows;

    DrawSeatMap(Inventory inventory, SeatMapCache seatMaps, NewShows newShows) {
        this.inventory = inventory;
        this.seatMaps = seatMaps;
        this.newShows = newShows;
    }

    /** What there is to see. */
    public sealed interface Outcome {

        /** The rendered map. */
        record Drawn(byte[] map) implements Outcome {}

        /** The show is so new that its seats are not laid out yet. */
        record SeatsNotReady() implements Outcome {}

        record NoSuchShow() implements Outcome {}
    }

    /** Never blocks. */
    public CompletionStage<Outcome> handle(ShowId show, Function<SeatMap, byte[]> render) {
        return seatMaps.get(show, () -> inventory.seatMap(show).map(render).orElse(NOTHING))
                .thenApply(map -> outcome(show, map));
    }

    private Outcome outcome(ShowId show, byte[] map) {
        if (map.length > 0) {
            return new Outcome.Drawn(map);
        }
        return newShows.mayStillCome(show) ? new Outcome.SeatsNotReady() : new Outcome.NoSuchShow();
    }
}
