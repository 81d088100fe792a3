package io.boxoffice.notification.adapter.out.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Who our mails come from. */
@ConfigMapping(prefix = "boxoffice.mail")
public interface MailSettings {

    /** Sender, such as {@code Box Office <tickets@boxoffice.example>}; its domain ends our Message-IDs. */
    @WithDefault("Box Office <tickets@boxoffice.example>")
    String from();

    /** Where answers go, if not to the sender. */
    Optional<String> replyTo();
}
