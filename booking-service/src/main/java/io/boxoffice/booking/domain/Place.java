package io.boxoffice.booking.domain;

import io.boxoffice.kernel.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One place of a booking with its price as it was when it was held.
 *
 * @param seat its number within the show
 * @param row the row's letters; absent in general admission
 * @param number the place within its row, from 1; absent in general admission
 */
public record Place(
        int seat,
        String section,
        @Nullable String row,
        @Nullable Integer number,
        Money price) {}
