package io.boxoffice.notification.domain;

import java.util.Optional;

/** The mails in German. */
final class GermanPhrases implements Phrases {

    @Override
    public String subject(MailKind kind, String show, int places) {
        return switch (kind) {
            case CONFIRMED -> (places == 1 ? "Ihr Ticket für " : "Ihre Tickets für ") + show;
            case EXPIRED -> "Ihre Reservierung für " + show + " ist abgelaufen";
            case CANCELLED -> "Ihre Buchung für " + show + " ist storniert";
        };
    }

    @Override
    public String heading(MailKind kind) {
        return switch (kind) {
            case CONFIRMED -> "Ihre Buchung ist bestätigt";
            case EXPIRED -> "Ihre Reservierung ist abgelaufen";
            case CANCELLED -> "Ihre Buchung ist storniert";
        };
    }

    @Override
    public String greeting(Optional<String> name) {
        return name.map(n -> "Guten Tag " + n + ",").orElse("Guten Tag,");
    }

    @Override
    public String opening(MailKind kind, String heldUntil) {
        return switch (kind) {
            case CONFIRMED -> "vielen Dank für Ihre Buchung. Diese Plätze gehören Ihnen:";
            case EXPIRED ->
                "diese Plätze waren bis " + heldUntil + " für Sie reserviert. Sie wurden nicht rechtzeitig bestätigt"
                        + " und sind wieder frei. Es wurde nichts gebucht, und Sie schulden nichts:";
            case CANCELLED -> "Ihre Buchung wurde storniert, und diese Plätze wurden zurückgegeben:";
        };
    }

    @Override
    public String closing(MailKind kind) {
        return switch (kind) {
            case CONFIRMED -> "Bitte zeigen Sie diese Mail am Einlass, ausgedruckt oder auf Ihrem Telefon.";
            case EXPIRED -> "Sie können gern neu wählen, solange es Plätze gibt.";
            case CANCELLED -> "Tickets dieser Buchung sind nicht mehr gültig.";
        };
    }

    @Override
    public String show() {
        return "Veranstaltung";
    }

    @Override
    public String venue() {
        return "Ort";
    }

    @Override
    public String starts() {
        return "Beginn";
    }

    @Override
    public String booking() {
        return "Buchung";
    }

    @Override
    public String total() {
        return "Summe";
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
    public String dateTimePattern() {
        return "EEEE, d. MMMM uuuu, HH:mm 'Uhr'";
    }
}
