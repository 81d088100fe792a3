package io.boxoffice.notification.domain;

import io.boxoffice.kernel.money.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** How moments and prices are written: by the reader's locale and the clock on the venue's wall. */
record Formats(Locale locale, String dateTimePattern) {

    /** The zone's name tells summer time from winter time. */
    String moment(Instant instant, ZoneId zone) {
        String local = DateTimeFormatter.ofPattern(dateTimePattern, locale).format(instant.atZone(zone));
        String name = DateTimeFormatter.ofPattern("zzzz", locale).format(instant.atZone(zone));
        return local + " (" + (name.equals(zone.getId()) ? name : name + ", " + zone.getId()) + ")";
    }

    String price(long minor, Currency currency) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        int decimals = Math.max(0, currency.getDefaultFractionDigits());
        format.setCurrency(currency);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(new BigDecimal(new Money(minor, currency).amount()));
    }
}
