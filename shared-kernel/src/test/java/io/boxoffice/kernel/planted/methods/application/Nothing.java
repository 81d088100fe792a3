package io.boxoffice.kernel.planted.methods.application;

/** A use case that nobody can call. */
public class Nothing {

    void packagePrivate() {}
}
