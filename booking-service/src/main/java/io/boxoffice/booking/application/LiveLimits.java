package io.boxoffice.booking.application;

import java.time.Duration;

/**
 * How often those who watch a show are told of changes.
 *
 * @param pause the shortest time between two looks at the same show
 */
public record LiveLimits(Duration pause) {}
