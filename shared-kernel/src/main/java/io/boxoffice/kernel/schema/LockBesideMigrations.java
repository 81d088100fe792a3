package io.boxoffice.kernel.schema;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Has Flyway hold its lock by a session instead of a transaction. {@code CREATE INDEX CONCURRENTLY} waits until every older
 * transaction has ended, and so it would wait for ever for the one that lets it run.
 */
@Singleton
public class LockBesideMigrations implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }
}
