package io.boxoffice.kernel.planted.stray.adaptor;

/** Lives in a mistyped package, where no rule would find it. */
public record SeatResource(int number) {}
