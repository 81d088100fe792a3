package io.boxoffice.kernel.planted.injected.application;

import io.boxoffice.kernel.id.ShowId;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** A use case whose collaborator is injected behind its constructor's back. */
public class FindSeat {

    @Inject
    @Nullable
    ShowId show;

    public void handle() {}
}
