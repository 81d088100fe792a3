package io.boxoffice.kernel.planted.reaching.application;

import org.jboss.logging.Logger;

/** A use case that knows a framework. */
public class WriteLog {

    public void handle(Logger log) {}
}
