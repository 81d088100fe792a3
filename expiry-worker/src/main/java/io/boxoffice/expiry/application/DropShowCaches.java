package io.boxoffice.expiry.application;

import io.boxoffice.expiry.application.port.ShowPages;
import io.boxoffice.kernel.id.ShowId;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes a show's pages be read anew when places of it have come back. */
@ApplicationScoped
public class DropShowCaches {

    private final ShowPages pages;

    DropShowCaches(ShowPages pages) {
        this.pages = pages;
    }

    public void handle(ShowId show) {
        pages.drop(show);
    }
}
