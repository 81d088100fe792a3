package io.boxoffice.notification.adapter.out.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;

/** Who our mails come from. */
@ConfigMapping(prefix = "boxoffice.mail")
public interface MailSettings {

    /** Sender, such as {@code Box Office <tickets@boxoffice.example>}; its domain ends our Message-IDs. */
    @WithDefault("Box Office <tickets@boxoffice.example>")
    String from();

    /** Where answers go, if not to the sender. */
    Optional<String> replyTo();

    /** Mails a second that one replica sends at most; 0 is no limit. */
    @WithDefault("0")
    @Min(0)
    @Max(10_000)
    int maxPerSecond();
}
