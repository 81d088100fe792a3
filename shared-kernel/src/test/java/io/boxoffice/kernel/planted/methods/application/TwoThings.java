package io.boxoffice.kernel.planted.methods.application;

/** A use case with two public methods. */
public class TwoThings {

    public void hold() {}

    public static void confirm() {}

    void packagePrivate() {}
}
