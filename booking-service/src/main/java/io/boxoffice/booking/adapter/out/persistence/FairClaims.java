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
 * and not had are put back, and whom they were missing asks again in the next group. Made for one transaction, which may
 * fail as a whole.
 */
final class FairClaims implements ClaimStep {

    private final SharedBuckets buckets;
    private final HoldSettings settings;
    private final KnownShows shows;
    private final ClaimStep next;
    private final Map<Claim, Share> taken = new HashMap<>();

    FairClaims(SharedBuckets buckets, HoldSettings settings, KnownShows shows, ClaimStep next) {
        this.buckets = buckets;
        this.settings = settings;
        this.shows = shows;
        this.next = next;
    }

    /** A share that is counted. */
    private record Share(String key, Quota quota) {}

    @Override
    public List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException {
        Map<Claim, ClaimOutcome> refused = new HashMap<>();
        Map<Claim, Share> shares = shares(connection, claims);
        shares.forEach((claim, share) -> {
            Standing standing =
                    buckets.take(share.key(), share.quota(), claim.request().size());
            if (standing.granted()) {
                taken.put(claim, share);
            } else {
                refused.put(claim, new ShareUsed(Duration.ofSeconds(standing.retryInSeconds())));
            }
        });
        List<Claim> granted =
                claims.stream().filter(claim -> !refused.containsKey(claim)).toList();
        List<ClaimOutcome> outcomes = next.claim(connection, granted);
        Set<Share> relieved = new HashSet<>();
        for (int i = 0; i < granted.size(); i++) {
            Share share = outcomes.get(i) instanceof Held ? null : taken.remove(granted.get(i));
            if (share != null) {
                putBack(granted.get(i), share);
                relieved.add(share);
            }
        }
        refused.replaceAll(
                (claim, refusal) -> relieved.contains(shares.get(claim)) ? new Contended(List.of()) : refusal);
        Iterator<ClaimOutcome> others = outcomes.iterator();
        return claims.stream()
                .map(claim -> refused.containsKey(claim) ? refused.get(claim) : others.next())
                .toList();
    }

    /** Puts back everything, because nothing of it came to be. */
    void undo() {
        taken.forEach(this::putBack);
        taken.clear();
    }

    private void putBack(Claim claim, Share share) {
        buckets.giveBack(share.key(), share.quota(), claim.request().size());
    }

    /** The share that each claim is counted against, in their order, if it is known where it comes from. */
    private Map<Claim, Share> shares(Connection connection, List<Claim> claims) throws SQLException {
        List<Claim> counted = claims.stream()
                .filter(claim -> claim.source() != null && shareOf(claim.source()) < 1)
                .toList();
        if (counted.isEmpty()) {
            return Map.of();
        }
        Map<ShowId, Show> known = shows.get(
                connection,
                counted.stream().map(claim -> claim.id().show()).distinct().toList());
        Map<Claim, Share> shares = new LinkedHashMap<>();
        for (Claim claim : counted) {
            Show show = known.get(claim.id().show());
            if (show != null && claim.source() != null) {
                shares.put(claim, share(show, claim.source()));
            }
        }
        return shares;
    }

    private Share share(Show show, String source) {
        int places = show.sections().stream().mapToInt(Section::capacity).sum();
        long most = Math.max(settings.shareAtLeast(), (long) (places * shareOf(source)));
        // a bucket gives what is in it and, within its window, as much again: half a share each
        return new Share(
                "places:" + show.id() + ":" + source, new Quota(Math.max(1, most / 2), settings.shareWindow()));
    }

    private double shareOf(String source) {
        return source.startsWith(Caller.CLIENT) ? settings.shareOfClient() : settings.shareOfAddress();
    }
}
