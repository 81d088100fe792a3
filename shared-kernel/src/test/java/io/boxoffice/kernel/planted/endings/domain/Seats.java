package io.boxoffice.kernel.planted.endings.domain;

/** Names that say nothing. */
public final class Seats {

    record SeatsImpl() {}

    record SeatsManager() {}

    record SeatsHelper() {}

    record SeatsUtil() {}

    record SeatsUtils() {}

    record SeatsUseCase() {}

    record SeatsDTO() {}

    record SeatsDto() {}

    /** Fine: the ending is not at the end. */
    record UtilSeats() {}
}
