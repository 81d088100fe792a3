package io.boxoffice.kernel.security;

/** The roles a token may carry. */
public final class Roles {

    public static final String CUSTOMER = "customer";
    public static final String ORGANISER = "organiser";
    public static final String ADMIN = "admin";

    /** Our own services, when they call each other. */
    public static final String INTERNAL = "internal";

    private Roles() {}
}
