package io.boxoffice.standalone;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Addresses of backends that somebody gave instead of having them started, as the services' environment knows them. */
record BackendAddresses(Map<String, String> environment) {

    BackendAddresses {
        environment = Map.copyOf(environment);
    }

    boolean givesPostgres() {
        return environment.containsKey("BOXOFFICE_POSTGRES_URL");
    }

    boolean givesRedis() {
        return environment.containsKey("BOXOFFICE_REDIS_URL");
    }

    boolean givesRabbit() {
        return environment.containsKey("BOXOFFICE_RABBITMQ_URL") || environment.containsKey("BOXOFFICE_RABBITMQ_HOST");
    }

    boolean givesIssuer() {
        return environment.containsKey("BOXOFFICE_OIDC_URL");
    }

    boolean givesMail() {
        return environment.containsKey("BOXOFFICE_SMTP_HOST");
    }

    /** What a service is told of a password that only its login has. */
    Map<String, String> login(String service) {
        var name = service.replace("-service", "").toUpperCase(Locale.ROOT);
        var password = environment.get("BOXOFFICE_" + name + "_PASSWORD");
        return givesPostgres() && password != null ? Map.of("BOXOFFICE_POSTGRES_PASSWORD", password) : Map.of();
    }

    /** The broker's address taken apart; the services know only the parts. */
    Map<String, String> rabbit() {
        var parts = new LinkedHashMap<String, String>();
        var url = environment.get("BOXOFFICE_RABBITMQ_URL");
        if (url != null) {
            var uri = URI.create(url);
            var user = uri.getUserInfo() == null ? "boxoffice:boxoffice" : uri.getUserInfo();
            var path = uri.getPath() == null || uri.getPath().length() < 2
                    ? "/"
                    : uri.getPath().substring(1);
            parts.put("BOXOFFICE_RABBITMQ_HOST", uri.getHost());
            parts.put("BOXOFFICE_RABBITMQ_PORT", "" + (uri.getPort() < 0 ? 5672 : uri.getPort()));
            parts.put("BOXOFFICE_RABBITMQ_USERNAME", user.substring(0, user.indexOf(':')));
            parts.put("BOXOFFICE_RABBITMQ_PASSWORD", user.substring(user.indexOf(':') + 1));
            parts.put("BOXOFFICE_RABBITMQ_VIRTUAL_HOST", path);
        }
        return parts;
    }
}
