package io.boxoffice.show.application;

import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.event.ShowSnapshot.SectionKind;
import io.boxoffice.show.domain.Section;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Rows;
import io.boxoffice.show.domain.Show;
import java.util.List;

/** Shows as other services are told of them. */
final class Snapshots {

    static ShowSnapshot of(Show show) {
        return new ShowSnapshot(
                show.id(),
                show.version(),
                show.name(),
                show.venue(),
                show.startsAt(),
                show.zone(),
                show.currency(),
                show.holdSeconds(),
                2 * show.holdSeconds(),
                0,
                show.organiserId(),
                show.sections().stream().map(Snapshots::of).toList());
    }

    private static ShowSnapshot.Section of(Section section) {
        return switch (section.layout()) {
            case Rows rows -> of(section, SectionKind.NUMBERED, rows.seatsPerRow());
            case GeneralAdmission places -> of(section, SectionKind.GENERAL_ADMISSION, 0);
        };
    }

    private static ShowSnapshot.Section of(Section section, SectionKind kind, int seatsPerRow) {
        return new ShowSnapshot.Section(
                section.number(),
                section.name(),
                kind,
                section.layout().capacity(),
                seatsPerRow,
                List.of(),
                section.price().minor());
    }

    private Snapshots() {}
}
