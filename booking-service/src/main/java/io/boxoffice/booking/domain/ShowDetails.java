package io.boxoffice.booking.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Currency;

/** What a booking remembers of its show, as it was when the places were held. */
public record ShowDetails(
        String name, String venue, Instant startsAt, ZoneId zone, Currency currency, String organiserId) {}
