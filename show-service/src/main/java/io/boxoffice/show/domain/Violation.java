package io.boxoffice.show.domain;

/**
 * A rule that a plan breaks.
 *
 * @param field where, such as {@code sections[1].price}
 * @param message what is asked for, to be read after the field
 */
public record Violation(String field, String message) {}
