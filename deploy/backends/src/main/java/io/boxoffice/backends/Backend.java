package io.boxoffice.backends;

/** Something the services need from outside, running on this machine and reachable on loopback only. */
public interface Backend {
    /** What people call it. */
    String name();

    /** Starts it and returns once it answers; ends a leftover of a killed run first. */
    void start();

    /** Whether it runs; says nothing about how well. */
    boolean isAlive();

    /** Ends it in good order; does nothing when it does not run. */
    void stop();
}
