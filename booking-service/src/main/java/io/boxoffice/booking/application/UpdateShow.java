package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.application.port.ShowChanges;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.event.ShowSnapshot;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes over what is new about a show, and tells its bookings. */
@ApplicationScoped
public class UpdateShow {

    private final Inventory inventory;
    private final ShowChanges changes;
    private final FollowShow followShow;

    UpdateShow(Inventory inventory, ShowChanges changes, FollowShow followShow) {
        this.inventory = inventory;
        this.changes = changes;
        this.followShow = followShow;
    }

    /** News may overtake each other: older ones change nothing, and the first one lays the seats out. */
    public void handle(ShowSnapshot news) {
        Show show = LayOutSeats.show(news);
        inventory.layOut(show);
        changes.update(show);
        followShow.carryThrough(show.id());
    }
}
