package io.boxoffice.notification.adapter.out.mail;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import java.util.Map;
import java.util.Properties;

/** What talks to a scripted server, configured as in a service. */
final class TestTransports {

    static SmtpMailTransport transport(ScriptedSmtpServer server, Map<String, String> more) throws AddressException {
        SmallRyeConfig config = config(server, more);
        return new SmtpMailTransport(
                config.getConfigMapping(SmtpSettings.class),
                config.getConfigMapping(MailSettings.class),
                new SimpleMeterRegistry());
    }

    static SmtpHealth health(ScriptedSmtpServer server) {
        return new SmtpHealth(smtp(server));
    }

    static SmtpConnections connections(ScriptedSmtpServer server) {
        return new SmtpConnections(smtp(server), Session.getInstance(new Properties()));
    }

    private static SmtpSettings smtp(ScriptedSmtpServer server) {
        return config(server, Map.of()).getConfigMapping(SmtpSettings.class);
    }

    private static SmallRyeConfig config(ScriptedSmtpServer server, Map<String, String> more) {
        Map<String, String> address =
                Map.of("boxoffice.smtp.host", "127.0.0.1", "boxoffice.smtp.port", String.valueOf(server.port()));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(
                        new PropertiesConfigSource(address, "test", 500), new PropertiesConfigSource(more, "more", 501))
                .withMapping(SmtpSettings.class)
                .withMapping(MailSettings.class)
                .build();
    }

    private TestTransports() {}
}
