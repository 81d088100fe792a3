package io.boxoffice.notification.domain;

import java.util.Optional;

/** The mails in English. */
final class EnglishPhrases implements Phrases {

    private static final String NOTHING_TO_DO = "You owe nothing, and there is nothing you need to do.";

    @Override
    public Wording confirmed(String show, int places) {
        return new Wording(
                (places == 1 ? "Your ticket for " : "Your tickets for ") + show,
                "Your booking is confirmed",
                "Thank you for your booking. " + (places == 1 ? "This place is yours." : "These places are yours."),
                "Please show a code for each person at the entrance, printed or on your phone.");
    }

    @Override
    public Wording expired(String show, String heldUntil) {
        return new Wording(
                "Your hold for " + show + " has lapsed",
                "Your hold has lapsed",
                "Your places were held until " + heldUntil + ". They were not confirmed in time and are free for others"
                        + " again. Nothing was booked, and you owe nothing.",
                "You are welcome to choose again, as long as there are places.");
    }

    @Override
    public Wording cancelled(String show) {
        return new Wording(
                "Your booking for " + show + " is cancelled",
                "Your booking is cancelled",
                "Your booking was cancelled, and its places were given back.",
                "Tickets of this booking are no longer valid.");
    }

    @Override
    public Wording showCancelled(String show, boolean booked) {
        return new Wording(
                show + " is cancelled",
                "The show is cancelled",
                "We are sorry: this show will not take place, so "
                        + (booked ? "your booking was cancelled as well." : "places are no longer held for you."),
                booked ? "Tickets of this booking are no longer valid." : NOTHING_TO_DO);
    }

    @Override
    public Wording rescheduled(String show, boolean otherTime, boolean otherPlace) {
        String what = otherTime && otherPlace ? "time and place" : otherPlace ? "place" : "time";
        return new Wording(
                "New " + what + " for " + show,
                "Your show has a new " + what,
                "Please note the new " + what + " of your show. Your booking stays as it is.",
                "Your tickets stay valid, also those you have printed. Please show a code for each person at the"
                        + " entrance.");
    }

    @Override
    public Wording offered(String show, String heldUntil) {
        return new Wording(
                "Places for " + show + " are waiting for you",
                "It is your turn",
                "You are next on the waiting list, and places have come free. We hold them for you until " + heldUntil
                        + ".",
                "If you do not confirm them by then, they go to the next in line. You owe nothing until you confirm.");
    }

    @Override
    public Wording offerLapsed(String show, String heldUntil) {
        return new Wording(
                "The offer of places for " + show + " has lapsed",
                "The offer has lapsed",
                "It was your turn on the waiting list, and places were held for you until " + heldUntil + ". They were"
                        + " not confirmed in time. Nothing was booked, and you owe nothing.",
                "You are no longer on the waiting list. Until the show begins you are welcome to join it again, at its"
                        + " end.");
    }

    @Override
    public Wording listClosed(String show) {
        return new Wording(
                "The waiting list for " + show + " is closed",
                "The waiting list is closed",
                "We are sorry: this show will not take place, so its waiting list is closed.",
                NOTHING_TO_DO);
    }

    @Override
    public Labels labels() {
        return new Labels(
                "Show",
                "Venue",
                "Venue before",
                "Starts",
                "Start before",
                "Held until",
                "Booking",
                "Total",
                "Confirm these places");
    }

    @Override
    public String greeting(Optional<String> name) {
        return name.map(n -> "Hello " + n + ",").orElse("Hello,");
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
    public String ticket(int number, int of) {
        return "Ticket " + number + " of " + of;
    }

    @Override
    public String picture(String ticket, String place) {
        return "QR code: " + ticket + ", " + place;
    }

    @Override
    public String dateTimePattern() {
        return "EEEE, d MMMM uuuu, HH:mm";
    }
}
