package io.boxoffice.notification.domain;

import java.util.Optional;

/** The mails in German. */
final class GermanPhrases implements Phrases {

    private static final String NOTHING_TO_DO = "Sie schulden nichts und müssen nichts weiter tun.";

    @Override
    public Wording confirmed(String show, int places) {
        return new Wording(
                (places == 1 ? "Ihr Ticket für " : "Ihre Tickets für ") + show,
                "Ihre Buchung ist bestätigt",
                "vielen Dank für Ihre Buchung. "
                        + (places == 1 ? "Dieser Platz gehört Ihnen." : "Diese Plätze gehören Ihnen."),
                "Bitte zeigen Sie am Einlass für jede Person einen Code, ausgedruckt oder auf Ihrem Telefon.");
    }

    @Override
    public Wording expired(String show, String heldUntil) {
        return new Wording(
                "Ihre Reservierung für " + show + " ist abgelaufen",
                "Ihre Reservierung ist abgelaufen",
                "Ihre Plätze waren bis " + heldUntil + " reserviert. Sie wurden nicht rechtzeitig bestätigt und sind"
                        + " wieder frei. Es wurde nichts gebucht, und Sie schulden nichts.",
                "Sie können gern neu wählen, solange es Plätze gibt.");
    }

    @Override
    public Wording cancelled(String show) {
        return new Wording(
                "Ihre Buchung für " + show + " ist storniert",
                "Ihre Buchung ist storniert",
                "Ihre Buchung wurde storniert, und die Plätze wurden zurückgegeben.",
                "Tickets dieser Buchung sind nicht mehr gültig.");
    }

    @Override
    public Wording showCancelled(String show, boolean booked) {
        return new Wording(
                show + " fällt aus",
                "Die Veranstaltung fällt aus",
                "es tut uns leid: Diese Veranstaltung findet nicht statt, und damit "
                        + (booked ? "ist auch Ihre Buchung storniert." : "sind keine Plätze mehr für Sie reserviert."),
                booked ? "Tickets dieser Buchung sind nicht mehr gültig." : NOTHING_TO_DO);
    }

    @Override
    public Wording rescheduled(String show, boolean otherTime, boolean otherPlace) {
        String what =
                otherTime && otherPlace ? "neuer Termin und neuer Ort" : otherPlace ? "neuer Ort" : "neuer Termin";
        String heading =
                otherTime && otherPlace ? "Neuer Termin und neuer Ort" : otherPlace ? "Neuer Ort" : "Neuer Termin";
        return new Wording(
                show + ": " + what,
                heading,
                "für Ihre Veranstaltung gilt: " + what + ". Ihre Buchung bleibt, wie sie ist.",
                "Ihre Tickets bleiben gültig, auch bereits ausgedruckte. Bitte zeigen Sie am Einlass für jede Person"
                        + " einen Code.");
    }

    @Override
    public Wording offered(String show, String heldUntil) {
        return new Wording(
                "Für Sie sind Plätze frei geworden: " + show,
                "Sie sind an der Reihe",
                "Sie sind die Nächsten auf der Warteliste, und es sind Plätze frei geworden. Wir halten sie für Sie bis "
                        + heldUntil + ".",
                "Was Sie bis dahin nicht bestätigen, geht an die Nächsten auf der Liste. Bis zur Bestätigung schulden"
                        + " Sie nichts.");
    }

    @Override
    public Wording offerLapsed(String show, String heldUntil) {
        return new Wording(
                "Das Angebot von Plätzen für " + show + " ist abgelaufen",
                "Das Angebot ist abgelaufen",
                "Sie waren auf der Warteliste an der Reihe, und bis " + heldUntil + " waren Plätze für Sie reserviert."
                        + " Diese Plätze wurden nicht rechtzeitig bestätigt. Es wurde nichts gebucht, und Sie schulden"
                        + " nichts.",
                "Sie stehen nicht mehr auf der Warteliste. Bis zum Beginn der Veranstaltung können Sie sich gern wieder"
                        + " eintragen, am Ende der Liste.");
    }

    @Override
    public Wording listClosed(String show) {
        return new Wording(
                "Die Warteliste für " + show + " ist geschlossen",
                "Die Warteliste ist geschlossen",
                "es tut uns leid: Diese Veranstaltung findet nicht statt, und damit ist die Warteliste geschlossen.",
                NOTHING_TO_DO);
    }

    @Override
    public Labels labels() {
        return new Labels(
                "Veranstaltung",
                "Ort",
                "Bisheriger Ort",
                "Beginn",
                "Bisheriger Beginn",
                "Reserviert bis",
                "Buchung",
                "Summe",
                "Diese Plätze bestätigen");
    }

    @Override
    public String greeting(Optional<String> name) {
        return name.map(n -> "Guten Tag " + n + ",").orElse("Guten Tag,");
    }

    @Override
    public String row(String row) {
        return "Reihe " + row;
    }

    @Override
    public String seat(int number) {
        return "Platz " + number;
    }

    @Override
    public String places(int count, String section, String priceOfEach) {
        return count + " x " + section + (count == 1 ? "" : " (je " + priceOfEach + ")");
    }

    @Override
    public String ticket(int number, int of) {
        return "Ticket " + number + " von " + of;
    }

    @Override
    public String picture(String ticket, String place) {
        return "QR-Code: " + ticket + ", " + place;
    }

    @Override
    public String dateTimePattern() {
        return "EEEE, d. MMMM uuuu, HH:mm 'Uhr'";
    }
}
