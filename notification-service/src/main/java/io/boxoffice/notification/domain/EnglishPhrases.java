package io.boxoffice.notification.domain;

import java.util.Optional;

/** The mails in English. */
final class EnglishPhrases implements Phrases {

    @Override
    public String subject(MailKind kind, String show, int places) {
        return switch (kind) {
            case CONFIRMED -> (places == 1 ? "Your ticket for " : "Your tickets for ") + show;
            case EXPIRED -> "Your hold for " + show + " has lapsed";
            case CANCELLED -> "Your booking for " + show + " is cancelled";
        };
    }

    @Override
    public String heading(MailKind kind) {
        return switch (kind) {
            case CONFIRMED -> "Your booking is confirmed";
            case EXPIRED -> "Your hold has lapsed";
            case CANCELLED -> "Your booking is cancelled";
        };
    }

    @Override
    public String greeting(Optional<String> name) {
        return name.map(n -> "Hello " + n + ",").orElse("Hello,");
    }

    @Override
    public String opening(MailKind kind, String heldUntil) {
        return switch (kind) {
            case CONFIRMED -> "Thank you for your booking. These places are yours:";
            case EXPIRED ->
                "These places were held for you until " + heldUntil + ". They were not confirmed in time and are free"
                        + " for others again. Nothing was booked, and you owe nothing:";
            case CANCELLED -> "Your booking was cancelled, and these places were given back:";
        };
    }

    @Override
    public String closing(MailKind kind) {
        return switch (kind) {
            case CONFIRMED -> "Please show this mail at the entrance, printed or on your phone.";
            case EXPIRED -> "You are welcome to choose again, as long as there are places.";
            case CANCELLED -> "Tickets of this booking are no longer valid.";
        };
    }

    @Override
    public String show() {
        return "Show";
    }

    @Override
    public String venue() {
        return "Venue";
    }

    @Override
    public String starts() {
        return "Starts";
    }

    @Override
    public String booking() {
        return "Booking";
    }

    @Override
    public String total() {
        return "Total";
    }

    @Override
    public String row(String row) {
        return "row " + row;
    }

    @Override
    public String seat(int number) {
        return "seat " + number;
    }

    @Override
    public String places(int count, String section, String priceOfEach) {
        return count + " x " + section + (count == 1 ? "" : " (" + priceOfEach + " each)");
    }

    @Override
    public String dateTimePattern() {
        return "EEEE, d MMMM uuuu, HH:mm";
    }
}
