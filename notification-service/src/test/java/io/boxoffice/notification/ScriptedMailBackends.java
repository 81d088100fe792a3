package io.boxoffice.notification;

import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.notification.adapter.out.mail.ScriptedSmtpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The usual backends, but with a mail server that does as the test tells it. */
public class ScriptedMailBackends implements QuarkusTestResourceLifecycleManager {

    private final BoxOfficeBackends backends = new BoxOfficeBackends();
    private final ScriptedSmtpServer server = new ScriptedSmtpServer();

    @Override
    public Map<String, String> start() {
        backends.init(Map.of("module", "notification"));
        Map<String, String> settings = new HashMap<>(backends.start());
        settings.put("boxoffice.smtp.host", "127.0.0.1");
        settings.put("boxoffice.smtp.port", String.valueOf(server.port()));
        settings.put("boxoffice.smtp.read-timeout", "1s");
        settings.put("boxoffice.smtp.time-limit", "4s");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(ScriptedSmtpServer.class));
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        backends.stop();
    }
}
