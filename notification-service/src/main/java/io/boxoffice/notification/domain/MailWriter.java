package io.boxoffice.notification.domain;

import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.BookingSnapshot.Place;
import io.boxoffice.kernel.money.Money;
import io.boxoffice.notification.domain.Letter.Entry;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a mail about a booking from its event alone, in the customer's language and the venue's local time. */
public final class MailWriter {

    private static final Map<String, Phrases> LANGUAGES = Map.of("en", new EnglishPhrases(), "de", new GermanPhrases());
    private static final String SIGNATURE = "Box Office";

    private final MailKind kind;
    private final BookingSnapshot booking;
    private final Locale locale;
    private final Phrases phrases;

    private MailWriter(MailKind kind, BookingSnapshot booking) {
        this.kind = kind;
        this.booking = booking;
        this.locale = spoken(booking.customer().language());
        this.phrases = LANGUAGES.getOrDefault(locale.getLanguage(), new EnglishPhrases());
    }

    /**
     * The mail of that kind about a booking.
     *
     * @param domain what Message-IDs end in
     */
    public static Mail write(MailKind kind, BookingSnapshot booking, String domain) {
        return new MailWriter(kind, booking).write(domain);
    }

    private Mail write(String domain) {
        Letter letter = letter();
        return new Mail(
                booking.id(),
                kind,
                "<%s.%s.v%d@%s>".formatted(kind.label(), booking.id(), booking.version(), domain),
                booking.customer().email(),
                name(),
                locale,
                letter.subject(),
                PlainTextLayout.of(letter),
                HtmlLayout.of(letter));
    }

    private Letter letter() {
        BookingSnapshot.Show show = booking.show();
        String showName = OneLine.of(show.name());
        return new Letter(
                locale.toLanguageTag(),
                phrases.subject(kind, showName, booking.places().size()),
                phrases.heading(kind),
                phrases.greeting(name()),
                phrases.opening(kind, moment(booking.heldUntil())),
                List.of(
                        new Entry(phrases.show(), showName),
                        new Entry(phrases.venue(), OneLine.of(show.venue())),
                        new Entry(phrases.starts(), moment(show.startsAt())),
                        new Entry(phrases.booking(), booking.id().toString())),
                places(),
                new Entry(phrases.total(), price(booking.totalMinor())),
                phrases.closing(kind),
                SIGNATURE);
    }

    private Optional<String> name() {
        return Optional.ofNullable(booking.customer().name()).map(OneLine::of).filter(name -> !name.isEmpty());
    }

    /** Numbered places one by one, those of general admission together by section and price. */
    private List<Entry> places() {
        List<Entry> entries = new ArrayList<>();
        Map<Standing, Integer> standing = new LinkedHashMap<>();
        for (Place place : booking.places()) {
            if (place.row() == null && place.number() == null) {
                standing.merge(new Standing(OneLine.of(place.section()), place.priceMinor()), 1, Integer::sum);
            } else {
                entries.add(new Entry(label(place), price(place.priceMinor())));
            }
        }
        standing.forEach((where, count) -> entries.add(new Entry(
                phrases.places(count, where.section(), price(where.priceMinor())), price(count * where.priceMinor()))));
        return entries;
    }

    private String label(Place place) {
        return Stream.of(
                        Optional.of(OneLine.of(place.section())),
                        Optional.ofNullable(place.row()).map(OneLine::of).map(phrases::row),
                        Optional.ofNullable(place.number()).map(phrases::seat))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private String price(long minor) {
        Money money = new Money(minor, booking.currency());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        int decimals = Math.max(0, money.currency().getDefaultFractionDigits());
        format.setCurrency(money.currency());
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(new BigDecimal(money.amount()));
    }

    /** A moment by the clock on the venue's wall; the zone's name tells summer time from winter time. */
    private String moment(Instant instant) {
        ZoneId zone = booking.show().zone();
        String local =
                DateTimeFormatter.ofPattern(phrases.dateTimePattern(), locale).format(instant.atZone(zone));
        String name = DateTimeFormatter.ofPattern("zzzz", locale).format(instant.atZone(zone));
        return local + " (" + (name.equals(zone.getId()) ? name : name + ", " + zone.getId()) + ")";
    }

    /** The customer's own locale where we speak the language (it decides on formats), else English. */
    private static Locale spoken(String languageTag) {
        Locale wanted = Locale.forLanguageTag(languageTag);
        return LANGUAGES.containsKey(wanted.getLanguage()) ? wanted : Locale.ENGLISH;
    }

    private record Standing(String section, long priceMinor) {}
}
