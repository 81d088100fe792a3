package io.boxoffice.notification.domain;

import java.util.regex.Pattern;

/** Text from outside, made fit for one line. */
final class OneLine {

    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    /** What makes the text after it run the other way: a subject would say something else. */
    private static final Pattern DIRECTIONS = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

    static String of(String text) {
        String line = BREAKS.matcher(text).replaceAll(" ");
        return DIRECTIONS.matcher(line).replaceAll("").strip();
    }

    private OneLine() {}
}
