package io.boxoffice.booking.adapter.out.persistence;

import io.boxoffice.booking.adapter.out.persistence.RememberedSeats.Picture;
import io.boxoffice.booking.domain.BestAvailable;
import io.boxoffice.booking.domain.Claim;
import io.boxoffice.booking.domain.ClaimOutcome;
import io.boxoffice.booking.domain.ClaimOutcome.Contended;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchSection;
import io.boxoffice.booking.domain.ClaimOutcome.NoSuchShow;
import io.boxoffice.booking.domain.ClaimOutcome.TooFewPlaces;
import io.boxoffice.booking.domain.ClaimOutcome.UnknownSeats;
import io.boxoffice.booking.domain.SeatRequest;
import io.boxoffice.booking.domain.Section;
import io.boxoffice.booking.domain.Show;
import io.boxoffice.kernel.id.ShowId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns the requests of a group into seat numbers: seats that are named are taken at their word, places of general
 * admission are picked and locked, and the best block is chosen from what was free a moment ago. Named seats come first,
 * so that nobody's block is laid over a seat that somebody asked for by name. No two claims aim at the same seat, except
 * for named ones, of which the earlier goes for it and the later stands behind. Where the show is looked at, whoever wants
 * a seat that is not free stands behind, too, so that nobody finds less for its sake.
 */
final class SeatAim {

    private final Connection connection;
    private final List<Claim> claims;
    private final Map<ShowId, Show> shows;
    private final Map<Integer, ClaimOutcome> refusals = new HashMap<>();
    private final Map<Integer, List<Integer>> targets = new HashMap<>();
    private final Set<Integer> behind = new HashSet<>();
    private final Map<ShowId, BitSet> wanted = new HashMap<>();
    private final Map<Area, PickedPlaces> places = new HashMap<>();
    private final Map<ShowId, Picture> looks = new HashMap<>();
    private final RememberedSeats remembered;

    SeatAim(RememberedSeats remembered, Connection connection, List<Claim> claims, Map<ShowId, Show> shows)
            throws SQLException {
        this.remembered = remembered;
        this.connection = connection;
        this.claims = claims;
        this.shows = shows;
        aim();
    }

    /** Claims that got their answer already, by index. */
    Map<Integer, ClaimOutcome> refusals() {
        return refusals;
    }

    /** The seats each other claim goes for, by index. */
    Map<Integer, List<Integer>> targets() {
        return targets;
    }

    /** Claims that want a seat which an earlier claim of the group goes for, or which was seen not to be free. */
    Set<Integer> behind() {
        return behind;
    }

    private void aim() throws SQLException {
        each(SeatRequest.Named.class::isInstance, this::aimAtNamed);
        each(SeatRequest.Places.class::isInstance, this::aimAtPlaces);
        each(SeatRequest.Best.class::isInstance, this::aimAtBest);
    }

    private interface Aim {
        void at(int index, Show show) throws SQLException;
    }

    private void each(Predicate<SeatRequest> kind, Aim aim) throws SQLException {
        for (int index = 0; index < claims.size(); index++) {
            Show show = shows.get(claims.get(index).id().show());
            if (show == null) {
                refusals.put(index, new NoSuchShow());
            } else if (!refusals.containsKey(index)
                    && kind.test(claims.get(index).request())) {
                aim.at(index, show);
            }
        }
    }

    private void aimAtNamed(int index, Show show) {
        List<Integer> seats = ((SeatRequest.Named) claims.get(index).request()).seats();
        List<Integer> unknown = seats.stream()
                .filter(seat -> show.sectionOf(seat).filter(Section::numbered).isEmpty())
                .toList();
        if (!unknown.isEmpty()) {
            refusals.put(index, new UnknownSeats(unknown));
            return;
        }
        targets.put(index, seats);
        BitSet taken = wanted.computeIfAbsent(show.id(), any -> new BitSet());
        if (seats.stream().anyMatch(taken::get)) {
            behind.add(index);
        } else {
            seats.forEach(taken::set);
            remembered.of(show.id()).ifPresent(picture -> picture.strike(seats));
        }
    }

    private void aimAtPlaces(int index, Show show) throws SQLException {
        SeatRequest.Places places = (SeatRequest.Places) claims.get(index).request();
        Optional<Section> section = show.section(places.section()).filter(s -> !s.numbered());
        if (section.isEmpty()) {
            refusals.put(index, new NoSuchSection(places.section()));
            return;
        }
        PickedPlaces picked = picked(show, section.get());
        List<Integer> seats = picked.take(places.quantity());
        if (!seats.isEmpty()) {
            targets.put(index, seats);
        } else if (picked.mayHave(places.quantity())) {
            refusals.put(index, new Contended(List.of()));
        } else {
            refusals.put(index, new TooFewPlaces(places.section()));
        }
    }

    /** What all of the group want there, picked together. */
    private PickedPlaces picked(Show show, Section section) throws SQLException {
        Area area = new Area(show.id(), section.name());
        PickedPlaces picked = places.get(area);
        if (picked == null) {
            int wanted = claims.stream()
                    .filter(claim -> Area.of(claim).filter(area::equals).isPresent())
                    .mapToInt(claim -> claim.request().size())
                    .sum();
            picked = PickedPlaces.pick(connection, show.id(), section, wanted);
            places.put(area, picked);
        }
        return picked;
    }

    /** A section of general admission. */
    private record Area(ShowId show, String section) {

        static Optional<Area> of(Claim claim) {
            return claim.request() instanceof SeatRequest.Places(String section, int quantity)
                    ? Optional.of(new Area(claim.id().show(), section))
                    : Optional.empty();
        }
    }

    private void aimAtBest(int index, Show show) throws SQLException {
        SeatRequest.Best best = (SeatRequest.Best) claims.get(index).request();
        List<Section> sections = show.sections().stream()
                .filter(Section::numbered)
                .filter(s -> best.section() == null || best.section().equals(s.name()))
                .toList();
        if (sections.isEmpty()) {
            refusals.put(index, new NoSuchSection(String.valueOf(best.section())));
            return;
        }
        Optional<List<Integer>> seats = remembered
                .of(show.id())
                .flatMap(picture -> picture.choose(free -> BestAvailable.blockAmong(sections, free, best)));
        if (seats.isEmpty()) {
            seats = look(show).choose(free -> BestAvailable.among(sections, free, best));
        }
        if (seats.isPresent()) {
            targets.put(index, seats.get());
        } else {
            refusals.put(
                    index,
                    new TooFewPlaces(best.section() == null ? show.details().name() : best.section()));
        }
    }

    /** How it is now, once for each group, and without what others of the group go for and can get. */
    private Picture look(Show show) throws SQLException {
        Picture look = looks.get(show.id());
        if (look == null) {
            look = remembered.look(connection, show);
            stepBack(show, look);
            looks.put(show.id(), look);
        }
        return look;
    }

    /** Whoever goes for a seat that is not free cannot get the others either, and steps back. */
    private void stepBack(Show show, Picture look) {
        targets.forEach((index, seats) -> {
            Claim claim = claims.get(index);
            boolean concerned = claim.id().show().equals(show.id())
                    && !(claim.request() instanceof SeatRequest.Places)
                    && !behind.contains(index);
            if (concerned && !look.take(seats)) {
                behind.add(index);
            }
        });
    }
}
