package io.boxoffice.booking.application;

import io.boxoffice.booking.application.port.Inventory;
import io.boxoffice.booking.application.port.ShowChanges;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.event.ShowSnapshot;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends all that is about a show which will not take place. */
@ApplicationScoped
public class CancelShow {

    private final Inventory inventory;
    private final ShowChanges changes;
    private final FollowShow followShow;
    private final CloseWaitingList closeWaitingList;

    CancelShow(Inventory inventory, ShowChanges changes, FollowShow followShow, CloseWaitingList closeWaitingList) {
        this.closeWaitingList = closeWaitingList;
        this.inventory = inventory;
        this.changes = changes;
        this.followShow = followShow;
    }

    /**
     * Each step can be repeated, and is, when the one after it was cut off. A show that was not heard of before is laid
     * out all the same, so that the news of its publication, when it comes late, finds a cancelled show.
     */
    public void handle(ShowSnapshot news) {
        Show show = LayOutSeats.show(news);
        inventory.layOut(show);
        changes.cancel(show.id(), show.version());
        followShow.carryThrough(show.id());
        closeWaitingList.handle(show.id());
    }
}
