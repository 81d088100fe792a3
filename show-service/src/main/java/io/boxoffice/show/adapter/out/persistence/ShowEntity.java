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
import org.hibernate.annotations.BatchSize;

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

    @ElementCollection
    @CollectionTable(name = "sections", joinColumns = @JoinColumn(name = "show_id"))
    @OrderBy("number")
    @BatchSize(size = SECTIONS_AT_ONCE)
    @Column
    public List<SectionRow> sections;

    static ShowEntity of(Show show) {
        Particulars particulars = show.particulars();
        ShowEntity row = new ShowEntity();
        row.id = show.id().value();
        row.version = show.version();
        row.name = particulars.name();
        row.venue = particulars.venue();
        row.startsAt = particulars.startsAt();
        row.zone = particulars.zone().getId();
        row.currency = show.currency().getCurrencyCode();
        row.holdSeconds = particulars.holdSeconds();
        row.maxHoldSeconds = particulars.maxHoldSeconds();
        row.cancelCutOffSeconds = particulars.cancelCutOffSeconds();
        row.organiserId = show.organiserId();
        row.sections = show.sections().stream().map(SectionRow::of).toList();
        return row;
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
                sections.stream().map(row -> row.toSection(money)).toList());
    }
}
