package io.boxoffice.notification.adapter.out.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where the mail server is and how long we wait for it. */
@ConfigMapping(prefix = "boxoffice.smtp")
public interface SmtpSettings {

    /** Host name or address. */
    @WithDefault("localhost")
    String host();

    /** SMTP port. */
    @WithDefault("1025")
    int port();

    /** Login, if the server wants one. */
    Optional<String> username();

    /** Password of the login. */
    Optional<String> password();

    /** Whether to refuse a server that does not encrypt (STARTTLS); where it is offered, it is used in any case. */
    @WithDefault("false")
    boolean tlsRequired();

    /** How long connecting may take. */
    @WithDefault("5s")
    Duration connectTimeout();

    /**
     * How long the server may think about an answer. Servers look mails through before they accept them, and a mail whose
     * acceptance we did not wait for comes twice; RFC 5321 (4.5.3.2.6) would wait for ten minutes.
     */
    @WithDefault("60s")
    Duration readTimeout();

    /** How long the server may take to accept what we write. */
    @WithDefault("10s")
    Duration writeTimeout();

    /** How long handing over one mail may take in all; what begins to be waited for before that may still come after it. */
    @WithDefault("2m")
    Duration timeLimit();

    /** How long a connection may wait for its next mail. */
    @WithDefault("20s")
    Duration keepAlive();

    /** How many mails a connection carries before it is replaced; many servers hang up after some. */
    @WithDefault("100")
    int mailsPerConnection();
}
