package io.boxoffice.show.application;

import io.boxoffice.kernel.event.ShowSnapshot;
import io.boxoffice.kernel.event.ShowSnapshot.SectionKind;
import io.boxoffice.show.domain.Particulars;
import io.boxoffice.show.domain.Section;
import io.boxoffice.show.domain.Section.GeneralAdmission;
import io.boxoffice.show.domain.Section.Rows;
import io.boxoffice.show.domain.Show;
import java.util.List;

/** Shows as other services are told of them. */
final class Snapshots {

    static ShowSnapshot of(Show show) {
        Particulars particulars = show.particulars();
        return new ShowSnapshot(
                show.id(),
                show.version(),
                particulars.name(),
                particulars.venue(),
                particulars.startsAt(),
                particulars.zone(),
                show.currency(),
                particulars.holdSeconds(),
                particulars.maxHoldSeconds(),
                particulars.cancelCutOffSeconds(),
                show.organiserId(),
                show.sections().stream().map(Snapshots::of).toList());
    }

    private static ShowSnapshot.Section of(Section section) {
        return switch (section.layout()) {
            case Rows rows -> of(section, SectionKind.NUMBERED, rows.seatsPerRow(), rows.accessible());
            case GeneralAdmission places -> of(section, SectionKind.GENERAL_ADMISSION, 0, List.of());
        };
    }

    private static ShowSnapshot.Section of(
            Section section, SectionKind kind, int seatsPerRow, List<Integer> accessible) {
        return new ShowSnapshot.Section(
                section.number(),
                section.name(),
                kind,
                section.layout().capacity(),
                seatsPerRow,
                accessible,
                section.price().minor());
    }

    private Snapshots() {}
}
