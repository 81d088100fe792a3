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
import java.util.stream.IntStream;

/**
 * Gives those who come from one address, or through one API client, a share of a show and no more, however many accounts
 * they have. What is held counts whether it is paid or let go; the share fills up again evenly. Asks for the places of a
 * group before anything is locked, even its keys, because it may wait for Redis; who repeats what has been answered needs
 * no share. Places that were asked for and not had are put back, and whom they were missing asks again in the next group.
 * Made for one transaction, which may fail as a whole.
 */
final class FairClaims implements ClaimStep {

    private final SharedBuckets buckets;
    private final HoldSettings settings;
    private final KnownShows shows;
    private final ClaimStep next;
    private final Map<Claim, Wish> taken = new HashMap<>();
    private final Map<Claim, ShareUsed> refused = new HashMap<>();

    FairClaims(SharedBuckets buckets, HoldSettings settings, KnownShows shows, ClaimStep next) {
        this.buckets = buckets;
        this.settings = settings;
        this.shows = shows;
        this.next = next;
    }

    @Override
    public List<ClaimOutcome> claim(Connection connection, List<Claim> claims) throws SQLException {
        ask(wishes(connection, claims));
        List<ClaimOutcome> outcomes = new IdempotentClaims(this::claimWhatIsGranted).claim(connection, claims);
        Set<String> relieved = new HashSet<>();
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            if (!(outcomes.get(i) instanceof Held held && held.isMadeBy(claim)) && putBack(claim)) {
                relieved.add(bucketOf(claim));
            }
        }
        return IntStream.range(0, claims.size())
                .mapToObj(i -> outcomes.get(i) instanceof ShareUsed && relieved.contains(bucketOf(claims.get(i)))
                        ? new Contended(List.of())
                        : outcomes.get(i))
                .toList();
    }

    private void ask(Map<Claim, Wish> wishes) {
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
    }

    /** Those that were refused come here all the same: if their key is another's meanwhile, they have its answer. */
    private List<ClaimOutcome> claimWhatIsGranted(Connection connection, List<Claim> claims) throws SQLException {
        List<Claim> granted =
                claims.stream().filter(claim -> !refused.containsKey(claim)).toList();
        Iterator<ClaimOutcome> others = next.claim(connection, granted).iterator();
        return claims.stream()
                .map(claim -> refused.containsKey(claim) ? refused.get(claim) : others.next())
                .toList();
    }

    /** Puts back everything, because nothing of it came to be. */
    void undo() {
        List.copyOf(taken.keySet()).forEach(this::putBack);
    }

    /** Puts back what the claim has taken, if it has. */
    private boolean putBack(Claim claim) {
        Wish wish = taken.remove(claim);
        if (wish == null) {
            return false;
        }
        buckets.giveBack(wish.key(), wish.quota(), wish.tokens());
        return true;
    }

    /** What each claim takes of its share, in their order, if it is known where it comes from and not answered yet. */
    private Map<Claim, Wish> wishes(Connection connection, List<Claim> claims) throws SQLException {
        List<Claim> counted = claims.stream()
                .filter(claim -> claim.source() != null && shareOf(claim.source()) < 1)
                .toList();
        List<Claim> asking = IdempotentClaims.withoutRepetitions(connection, counted);
        if (asking.isEmpty()) {
            return Map.of();
        }
        Map<ShowId, Show> known = shows.get(
                connection,
                asking.stream().map(claim -> claim.id().show()).distinct().toList());
        Map<Claim, Wish> wishes = new LinkedHashMap<>();
        for (Claim claim : asking) {
            Show show = known.get(claim.id().show());
            if (show != null && claim.source() != null) {
                wishes.put(claim, wish(claim, show, shareOf(claim.source())));
            }
        }
        return wishes;
    }

    private Wish wish(Claim claim, Show show, double share) {
        int places = show.sections().stream().mapToInt(Section::capacity).sum();
        long most = Math.max(settings.shareAtLeast(), (long) (places * share));
        // a bucket gives what is in it and, within its window, as much again: half a share each
        Quota half = new Quota(Math.max(1, most / 2), settings.shareWindow());
        return new Wish(bucketOf(claim), half, claim.request().size());
    }

    private static String bucketOf(Claim claim) {
        return "places:" + claim.id().show() + ":" + claim.source();
    }

    private double shareOf(String source) {
        return source.startsWith(Caller.CLIENT) ? settings.shareOfClient() : settings.shareOfAddress();
    }
}
