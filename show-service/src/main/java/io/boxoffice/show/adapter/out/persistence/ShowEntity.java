package io.boxoffice.show.adapter.out.persistence;

import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.show.domain.Particulars;
import io.boxoffice.show.domain.Show;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;

/** A row of {@code shows} and its {@code sections}. */
@Entity(name = "Show")
@Table(name = "shows")
class ShowEntity extends PanacheEntityBase {

    /** A page and its look-ahead get their sections in two statements. */
    private static final int SECTIONS_AT_ONCE = 64;

    @Id
    public long id;

    @Column
    public int version;

    @Column
    public String name;

    @Column
    public String venue;

    @Column(name = "starts_at")
    public Instant startsAt;

    @Column
    public String zone;

    @Column
    public String currency;

    @Column(name = "hold_seconds")
    public int holdSeconds;

    @Column(name = "max_hold_seconds")
    public int maxHoldSeconds;

    @Column(name = "cancel_cut_off_seconds")
    public int cancelCutOffSeconds;

    @Column(name = "organiser_id")
    public String organiserId;

    @Column(name = "cancelled_at")
    @Nullable
    public Instant cancelledAt;

    @ElementCollection
    @CollectionTable(name = "sections", joinColumns = @JoinColumn(name = "show_id"))
    @OrderBy("number")
    @BatchSize(size = SECTIONS_AT_ONCE)
    @Column
    public List<SectionRow> sections;

    static ShowEntity of(Show show) {
        ShowEntity row = new ShowEntity();
        row.id = show.id().value();
        row.currency = show.currency().getCurrencyCode();
        row.organiserId = show.organiserId();
        row.sections = show.sections().stream().map(SectionRow::of).toList();
        row.take(show);
        return row;
    }

    /** What may be different from one version to the next. */
    void take(Show show) {
        Particulars particulars = show.particulars();
        version = show.version();
        name = particulars.name();
        venue = particulars.venue();
        startsAt = particulars.startsAt();
        zone = particulars.zone().getId();
        holdSeconds = particulars.holdSeconds();
        maxHoldSeconds = particulars.maxHoldSeconds();
        cancelCutOffSeconds = particulars.cancelCutOffSeconds();
        cancelledAt = show.cancelledAt().orElse(null);
    }

    Show toShow() {
        Currency money = Currency.getInstance(currency);
        return new Show(
                new ShowId(id),
                version,
                new Particulars(
                        name, venue, startsAt, ZoneId.of(zone), holdSeconds, maxHoldSeconds, cancelCutOffSeconds),
                money,
                organiserId,
                sections.stream().map(row -> row.toSection(money)).toList(),
                Optional.ofNullable(cancelledAt));
    }
}
