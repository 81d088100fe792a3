package io.boxoffice.notification.domain;

import io.boxoffice.kernel.event.BookingCancelled;
import io.boxoffice.kernel.event.BookingEvent;
import io.boxoffice.kernel.event.BookingRescheduled;
import io.boxoffice.kernel.event.BookingSnapshot;
import io.boxoffice.kernel.event.BookingSnapshot.Customer;
import io.boxoffice.kernel.event.BookingSnapshot.Place;
import io.boxoffice.kernel.event.BookingSnapshot.Show;
import io.boxoffice.kernel.event.Event;
import io.boxoffice.kernel.event.WaitingListOffered;
import io.boxoffice.kernel.id.BookingId;
import io.boxoffice.notification.domain.Letter.Entry;
import io.boxoffice.notification.domain.Letter.Link;
import io.boxoffice.notification.domain.Letter.Ticket;
import io.boxoffice.notification.domain.Phrases.Labels;
import io.boxoffice.notification.domain.Phrases.Wording;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Puts an event into words for one customer of one show. */
final class LetterWriter {

    private static final Map<String, Phrases> LANGUAGES = Map.of("en", new EnglishPhrases(), "de", new GermanPhrases());
    private static final String SIGNATURE = "Box Office";

    private final Show show;
    private final Customer customer;
    private final Locale locale;
    private final Phrases phrases;
    private final Labels labels;
    private final Formats formats;

    LetterWriter(Show show, Customer customer) {
        this.show = show;
        this.customer = customer;
        this.locale = spoken(customer.language());
        this.phrases = LANGUAGES.getOrDefault(locale.getLanguage(), new EnglishPhrases());
        this.labels = phrases.labels();
        this.formats = new Formats(locale, phrases.dateTimePattern());
    }

    Customer customer() {
        return customer;
    }

    Letter about(Event event, String bookings, TicketCodes codes) {
        Optional<BookingSnapshot> booking =
                event instanceof BookingEvent about ? Optional.of(about.booking()) : Optional.empty();
        Wording wording = wording(event);
        return new Letter(
                locale,
                wording.subject(),
                wording.heading(),
                phrases.greeting(Optional.ofNullable(customer.name())),
                wording.opening(),
                facts(event, booking),
                MailKind.of(event).filter(MailKind::bringsTickets).isPresent()
                        ? booking.map(it -> tickets(it, codes)).orElseThrow()
                        : List.of(),
                booking.map(this::prices).orElse(List.of()),
                event instanceof WaitingListOffered offer
                        ? Optional.of(link(labels.confirm(), offer.booking().id(), bookings))
                        : Optional.empty(),
                wording.closing(),
                SIGNATURE);
    }

    private Wording wording(Event event) {
        int places =
                event instanceof BookingEvent about ? about.booking().places().size() : 0;
        return switch (MailKind.of(event).orElseThrow()) {
            case CONFIRMED -> phrases.confirmed(show.name(), places);
            case EXPIRED -> phrases.expired(show.name(), heldUntil((BookingEvent) event));
            case CANCELLED -> phrases.cancelled(show.name());
            case SHOW_CANCELLED -> phrases.showCancelled(show.name(), event instanceof BookingCancelled);
            case RESCHEDULED -> {
                Show before = ((BookingRescheduled) event).before();
                yield phrases.rescheduled(
                        show.name(), timeDiffers(before), !before.venue().equals(show.venue()));
            }
            case OFFERED -> phrases.offered(show.name(), heldUntil((BookingEvent) event));
            case OFFER_LAPSED -> phrases.offerLapsed(show.name(), heldUntil((BookingEvent) event));
            case LIST_CLOSED -> phrases.listClosed(show.name());
        };
    }

    private List<Entry> facts(Event event, Optional<BookingSnapshot> booking) {
        List<Entry> facts = new ArrayList<>();
        facts.add(new Entry(labels.show(), show.name()));
        facts.add(new Entry(labels.venue(), show.venue()));
        facts.add(new Entry(labels.starts(), moment(show.startsAt())));
        if (event instanceof BookingRescheduled moved) {
            Show before = moved.before();
            if (!before.venue().equals(show.venue())) {
                facts.add(new Entry(labels.formerVenue(), before.venue()));
            }
            if (timeDiffers(before)) {
                facts.add(new Entry(labels.formerStart(), formats.moment(before.startsAt(), before.zone())));
            }
        }
        if (event instanceof WaitingListOffered offer) {
            facts.add(new Entry(labels.heldUntil(), heldUntil(offer)));
        }
        booking.ifPresent(it -> facts.add(new Entry(labels.booking(), it.id().toString())));
        return facts;
    }

    private boolean timeDiffers(Show before) {
        return !start(before).equals(start(show));
    }

    /** What the clocks at the venue show. */
    private static OffsetDateTime start(Show show) {
        return show.startsAt().atZone(show.zone()).toOffsetDateTime();
    }

    private List<Ticket> tickets(BookingSnapshot booking, TicketCodes codes) {
        List<Place> places = booking.places();
        return IntStream.range(0, places.size())
                .mapToObj(i -> {
                    Place place = places.get(i);
                    String title = phrases.ticket(i + 1, places.size());
                    String label = label(place);
                    String picture = phrases.picture(title, label);
                    return new Ticket(place.seat(), title, label, picture, codes.of(booking.id(), place.seat()));
                })
                .toList();
    }

    /** Numbered places one by one, those of general admission together by section and price. */
    private List<Entry> prices(BookingSnapshot booking) {
        List<Entry> entries = new ArrayList<>();
        Map<Standing, Integer> standing = new LinkedHashMap<>();
        for (Place place : booking.places()) {
            if (place.row() == null && place.number() == null) {
                standing.merge(new Standing(place.section(), place.priceMinor()), 1, Integer::sum);
            } else {
                entries.add(new Entry(label(place), formats.price(place.priceMinor(), booking.currency())));
            }
        }
        standing.forEach((where, count) -> entries.add(new Entry(
                phrases.places(count, where.section(), formats.price(where.priceMinor(), booking.currency())),
                formats.price(count * where.priceMinor(), booking.currency()))));
        entries.add(new Entry(labels.total(), formats.price(booking.totalMinor(), booking.currency())));
        return entries;
    }

    private String label(Place place) {
        return Stream.of(
                        Optional.of(place.section()),
                        Optional.ofNullable(place.row()).map(phrases::row),
                        Optional.ofNullable(place.number()).map(phrases::seat))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private String heldUntil(BookingEvent event) {
        return moment(event.booking().heldUntil());
    }

    private String moment(Instant instant) {
        return formats.moment(instant, show.zone());
    }

    private static Link link(String label, BookingId booking, String bookings) {
        return new Link(label, bookings + booking);
    }

    /** The customer's own locale where we speak the language (it decides on formats), else English. */
    private static Locale spoken(String languageTag) {
        Locale wanted = Locale.forLanguageTag(languageTag);
        return LANGUAGES.containsKey(wanted.getLanguage()) ? wanted : Locale.ENGLISH;
    }

    private record Standing(String section, long priceMinor) {}
}
