package io.boxoffice.booking.adapter.in.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many may watch at once on this instance, and how many of them from one address. A place is taken before anything
 * else is done for whoever comes, so that those who are still waiting count, too.
 */
final class LivePlaces {

    private final int most;
    private final int mostOfAddress;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    LivePlaces(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /** A place, if there is one. */
    synchronized Optional<Place> take(String address) {
        if (all >= most || taken.getOrDefault(address, 0) >= mostOfAddress) {
            return Optional.empty();
        }
        all++;
        taken.merge(address, 1, Integer::sum);
        return Optional.of(new Place(address));
    }

    private synchronized void free(String address) {
        all--;
        taken.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    /** One place; it is free again once, whoever says so. */
    final class Place {

        private final String address;
        private boolean seated;
        private boolean left;

        private Place(String address) {
            this.address = address;
        }

        /** Whoever waited sits down; false if they went away meanwhile. */
        synchronized boolean sit() {
            seated = !left;
            return seated;
        }

        /** Whoever waits does so no more, and goes if they do not sit. */
        synchronized void giveUp() {
            if (!seated) {
                leave();
            }
        }

        synchronized void leave() {
            if (!left) {
                left = true;
                free(address);
            }
        }
    }
}
