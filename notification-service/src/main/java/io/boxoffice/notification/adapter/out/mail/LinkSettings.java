package io.boxoffice.notification.adapter.out.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where links in mails lead. */
@ConfigMapping(prefix = "boxoffice.links")
public interface LinkSettings {

    /** The address of a booking, without its id at the end. */
    @WithDefault("http://localhost:8080/api/v1/bookings/")
    URI booking();
}
