package io.boxoffice.booking.domain.waiting;

import io.boxoffice.booking.domain.Customer;

/**
 * Somebody in the line of a show.
 *
 * @param place in the order of joining
 */
public record Party(Customer customer, long place, Wish wish) {}
