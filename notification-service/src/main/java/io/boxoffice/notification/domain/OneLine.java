package io.boxoffice.notification.domain;

import java.util.regex.Pattern;

/** Text from outside, made fit for one line. */
final class OneLine {

    /** Line breaks, other control characters, and halves of characters that no encoding can keep. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]+");

    /** What makes the text around it run the other way: a subject would say something else. */
    private static final Pattern DIRECTIONS =
            Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]");

    static String of(String text) {
        String line = BREAKS.matcher(text).replaceAll(" ");
        return DIRECTIONS.matcher(line).replaceAll("").strip();
    }

    private OneLine() {}
}
