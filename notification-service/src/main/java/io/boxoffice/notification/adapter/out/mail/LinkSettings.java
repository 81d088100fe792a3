package io.boxoffice.notification.adapter.out.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where links in mails lead. */
@ConfigMapping(prefix = "boxoffice.links")
public interface LinkSettings {

    /** Where a customer finds a booking, without its id at the end: a page of a shop, or the booking in the API. */
    @WithDefault("http://localhost:8080/api/v1/bookings/")
    URI booking();
}
