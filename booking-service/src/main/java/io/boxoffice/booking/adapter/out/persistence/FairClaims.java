package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.Held;
import io.boxoffice.booking.domain.ClaimOutcome.ShareUsed;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.limit.Quota;
import io.boxoffice.kernel.limit.SharedBuckets;
import io.boxoffice.kernel.limit.SharedBuckets.Standing;
import io.boxoffice.kernel.limit.SharedBuckets.Wish;
import io.boxoffice.kernel.security.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives those who come from one address, or through one API client, a share of a show and no more, however many accounts
 * they have. What is held counts whether it is paid or let go; the share fills up again evenly. Places that were asked for
 * and not had are put back, and whom they were missing asks again in the next group. To be asked before seats are locked,
 * because it may wait for Redis. Made for one transaction, which may fail as a whole.
 */
final class FairClaims implements ClaimStep {

    private final SharedBuckets buckets;
    private final HoldSettings settings;
    private final KnownShows shows;
    private final ClaimStep next;
    private final Map<Claim, Wish> taken = new HashMap<>();

    FairClaims(SharedBuckets buckets, HoldSettings settings, KnownShows shows, ClaimStep next) {
        this.buckets = buckets;
        this.settings = settings;
        this.shows = shows;
        this.next = next;
    }

    @Override
    public List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException {
        Map<Claim, ClaimOutcome> refused = new HashMap<>();
        Map<Claim, Wish> wishes = wishes(connection, claims);
        Iterator<Standing> standings =
                buckets.takeExactly(List.copyOf(wishes.values())).iterator();
        wishes.forEach((claim, wish) -> {
            Standing standing = standings.next();
            if (standing.granted()) {
                taken.put(claim, wish);
            } else {
                refused.put(claim, new ShareUsed(Duration.ofSeconds(standing.retryInSeconds())));
            }
        });
        List<Claim> granted =
                claims.stream().filter(claim -> !refused.containsKey(claim)).toList();
        List<ClaimOutcome> outcomes = next.claim(connection, granted);
        Set<String> relieved = new HashSet<>();
        for (int i = 0; i < granted.size(); i++) {
            Wish wish = outcomes.get(i) instanceof Held ? null : taken.remove(granted.get(i));
            if (wish != null) {
                putBack(wish);
                relieved.add(wish.key());
            }
        }
        wishes.forEach((claim, wish) -> {
            if (relieved.contains(wish.key())) {
                refused.computeIfPresent(claim, (same, refusal) -> new Contended(List.of()));
            }
        });
        Iterator<ClaimOutcome> others = outcomes.iterator();
        return claims.stream()
                .map(claim -> refused.containsKey(claim) ? refused.get(claim) : others.next())
                .toList();
    }

    /** Puts back everything, because nothing of it came to be. */
    void undo() {
        taken.values().forEach(this::putBack);
        taken.clear();
    }

    private void putBack(Wish wish) {
        buckets.giveBack(wish.key(), wish.quota(), wish.tokens());
    }

    /** What each claim takes of its share, in their order, if it is known where it comes from. */
    private Map<Claim, Wish> wishes(Connection connection, List<Claim> claims) throws SQLException {
        List<Claim> counted = claims.stream()
                .filter(claim -> claim.source() != null && shareOf(claim.source()) < 1)
                .toList();
        if (counted.isEmpty()) {
            return Map.of();
        }
        Map<ShowId, Show> known = shows.get(
                connection,
                counted.stream().map(claim -> claim.id().show()).distinct().toList());
        Map<Claim, Wish> wishes = new LinkedHashMap<>();
        for (Claim claim : counted) {
            Show show = known.get(claim.id().show());
            if (show != null && claim.source() != null) {
                wishes.put(claim, wish(show, claim.source(), claim.request().size()));
            }
        }
        return wishes;
    }

    private Wish wish(Show show, String source, int size) {
        int places = show.sections().stream().mapToInt(Section::capacity).sum();
        long most = Math.max(settings.shareAtLeast(), (long) (places * shareOf(source)));
        // a bucket gives what is in it and, within its window, as much again: half a share each
        Quota half = new Quota(Math.max(1, most / 2), settings.shareWindow());
        return new Wish("places:" + show.id() + ":" + source, half, size);
    }

    private double shareOf(String source) {
        return source.startsWith(Caller.CLIENT) ? settings.shareOfClient() : settings.shareOfAddress();
    }
}
