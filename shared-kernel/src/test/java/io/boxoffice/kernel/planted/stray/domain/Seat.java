package io.boxoffice.kernel.planted.stray.domain;

/** At home. */
public record Seat(int number) {}
