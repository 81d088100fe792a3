package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.application.port.SeatMapCache;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.booking.domain.ShowDetails;
import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lays out the seats of a show that was published. */
@ApplicationScoped
public class LayOutSeats {

    private static final int FIRST_SEAT = 1;

    private final Inventory inventory;
    private final SeatMapCache seatMaps;

    LayOutSeats(Inventory inventory, SeatMapCache seatMaps) {
        this.inventory = inventory;
        this.seatMaps = seatMaps;
    }

    public void handle(ShowSnapshot show) {
        inventory.layOut(show(show));
        seatMaps.drop(show.id());
    }

    /** The show in the words of the inventory. */
    static Show show(ShowSnapshot show) {
        return new Show(
                show.id(),
                show.version(),
                new ShowDetails(
                        show.name(),
                        show.venue(),
                        show.startsAt(),
                        show.zone(),
                        show.currency(),
                        show.organiserId(),
                        Duration.ofSeconds(show.maxHoldSeconds()),
                        Duration.ofSeconds(show.cancelCutOffSeconds())),
                Duration.ofSeconds(show.holdSeconds()),
                sections(show));
    }

    /** Seats are numbered through the whole show, section after section. */
    private static List<Section> sections(ShowSnapshot show) {
        List<Section> sections = new ArrayList<>();
        int firstSeat = FIRST_SEAT;
        for (ShowSnapshot.Section s : show.sections()) {
            Money price = new Money(s.priceMinor(), show.currency());
            int before = firstSeat - 1;
            List<Integer> accessible =
                    s.accessible().stream().map(seat -> before + seat).toList();
            sections.add(
                    new Section(s.number(), s.name(), firstSeat, s.capacity(), s.seatsPerRow(), accessible, price));
            firstSeat += s.capacity();
        }
        return sections;
    }
}
