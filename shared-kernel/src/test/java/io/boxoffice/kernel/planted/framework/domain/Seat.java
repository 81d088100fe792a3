package io.boxoffice.kernel.planted.framework.domain;

import jakarta.enterprise.context.ApplicationScoped;

/** A domain class that knows a framework. */
@ApplicationScoped
public class Seat {}
