package io.boxoffice.show.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Collects everything that is wrong with a plan. */
final class Violations {

    /**
     * Names end up in the headers of mails, where a line break would begin another header, and on pages, where characters
     * nobody sees hide or reorder the others. The zero-width joiner may do what it is for: make two characters one.
     */
    private static final Pattern MISLEADING = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Cf}&&[^\\u200D]]"
            + "|(?<![^\\s\\p{Z}\\u200D])\\u200D|\\u200D(?![^\\s\\p{Z}\\u200D])");

    private final List<Violation> violations = new ArrayList<>();

    void refuse(String field, String message) {
        violations.add(new Violation(field, message));
    }

    List<Violation> all() {
        return List.copyOf(violations);
    }

    boolean any() {
        return !violations.isEmpty();
    }

    /** The text without blanks around it. */
    String text(String field, String written, int maxLength) {
        String text = written.strip();
        if (text.codePointCount(0, text.length()) > maxLength) {
            refuse(field, "must have at most " + maxLength + " characters");
        }
        if (MISLEADING.matcher(text).find()) {
            refuse(field, "must not contain control or format characters");
        }
        return text;
    }

    String requiredText(String field, String written, int maxLength) {
        String text = text(field, written, maxLength);
        if (text.isEmpty()) {
            refuse(field, "is required");
        }
        return text;
    }

    /** Whether the number is there and within its bounds. */
    boolean within(String field, OptionalInt number, int least, int most) {
        if (number.isEmpty()) {
            refuse(field, "is required");
            return false;
        }
        boolean fine = number.getAsInt() >= least && number.getAsInt() <= most;
        if (!fine) {
            refuse(field, "must be from " + least + " to " + most);
        }
        return fine;
    }
}
