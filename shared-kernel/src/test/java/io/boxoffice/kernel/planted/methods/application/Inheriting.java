package io.boxoffice.kernel.planted.methods.application;

import java.util.concurrent.Callable;

/** One public method; the bridge that the compiler adds does not count. */
public class Inheriting implements Callable<String> {

    @Override
    public String call() {
        return "";
    }
}
