package io.boxoffice.booking.domain;

import org.jspecify.annotations.Nullable;

/**
 * Who books, as the token said when the places were held.
 *
 * @param language a BCP 47 tag, in which mails are written
 */
public record Customer(String id, String email, @Nullable String name, String language) {}
