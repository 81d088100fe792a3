package io.boxoffice.backends;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL from the library's binaries, with a database and a login of the same name for each service. */
public final class PostgresBackend implements Backend {
    private static final Duration STARTUP_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final String SUPERUSER = "postgres";

    private final Path folder;
    private final int port;
    private final String password;
    private final List<String> databases;
    private @Nullable EmbeddedPostgres server;

    /** Keeps its data in the folder; one password serves the superuser and all logins. */
    public PostgresBackend(Path folder, int port, String password, List<String> databases) {
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.password = password;
        this.databases = List.copyOf(databases);
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public void start() {
        // also when the server died by itself, the library's object keeps the data folder locked
        stop();
        try {
            Files.createDirectories(folder);
            // a start that failed leaves its lock behind; who may use the folder is decided by its postmaster.pid
            Files.deleteIfExists(data().resolve("epg-lock"));
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(
                            Folders.cache().resolve("postgres").toFile())
                    .setPGStartupWait(STARTUP_LIMIT)
                    .setConnectConfig("password", password)
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log()))
                    // the library prefers speed to keeping what was acknowledged
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "256MB")
                    .start();
            prepare();
        } catch (IOException | IllegalStateException | SQLException e) {
            throw new CannotStart("PostgreSQL did not start (" + e.getMessage() + "); " + log() + " says why", e);
        }
    }

    /** JDBC address without a database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port;
    }

    public String password() {
        return password;
    }

    /** A connection as superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url() + "/" + database, SUPERUSER, password);
    }

    /**
     * A streaming replica of this server, which has to run; it is started as any other, and gets what it misses while it
     * does not run. Its folder must not exist yet.
     */
    public PostgresBackend replica(Path itsFolder, int itsPort) {
        var replica = new PostgresBackend(itsFolder, itsPort, password, databases);
        var server = "host=127.0.0.1 port=%d user=%s password=%s".formatted(port, SUPERUSER, password);
        try (var connection = connect(SUPERUSER)) {
            BaseBackup.copy(connection, data(), replica.data(), "replica_" + itsPort, server);
            Files.createFile(replica.prepared());
        } catch (IOException | SQLException e) {
            throw new CannotStart("PostgreSQL's replica could not be made: " + e.getMessage(), e);
        }
        return replica;
    }

    /** Stops it from doing anything until {@link #thaw}, as a machine would that hangs. */
    public void freeze() {
        signal("-STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String which) {
        leftover()
                .ifPresent(server -> Stream.concat(Stream.of(server), server.descendants())
                        .forEach(process -> {
                            try {
                                Programs.run(folder, List.of("kill", which, Long.toString(process.pid())));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }));
    }

    @Override
    public boolean isAlive() {
        return leftover().isPresent();
    }

    @Override
    public void stop() {
        release();
        leftover().ifPresent(PostgresBackend::shutDown);
    }

    /** Ends it at once, as a crash would (SIGKILL); the next start recovers. */
    public void kill() {
        leftover().ifPresent(process -> Child.end(process, Duration.ZERO));
        release();
    }

    private void release() {
        try {
            if (server != null) {
                server.close();
                server = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library would silently use a foreign server on our port, so ask this one where its data lies. */
    private void prepare() throws SQLException, IOException {
        try (var connection = connect(SUPERUSER);
                var statement = connection.createStatement();
                var answer = statement.executeQuery("SHOW data_directory")) {
            answer.next();
            if (!data().toRealPath().equals(Path.of(answer.getString(1)).toRealPath())) {
                throw new CannotStart("Another PostgreSQL listens on port " + port);
            }
            if (Files.notExists(prepared())) {
                statement.execute("ALTER ROLE " + SUPERUSER + " PASSWORD '" + password + "'");
                for (var database : databases) {
                    PostgresAdmin.createDatabase(connection, database, password);
                }
                Files.writeString(data().resolve("pg_hba.conf"), """
                        host all all 127.0.0.1/32 scram-sha-256
                        host replication postgres 127.0.0.1/32 scram-sha-256
                        """);
                statement.execute("SELECT pg_reload_conf()");
                Files.createFile(prepared());
            }
        }
    }

    /** Marks a data folder whose logins exist; the library's binaries trust everybody until then. */
    private Path prepared() {
        return folder.resolve("prepared");
    }

    private Path data() {
        return folder.resolve("data");
    }

    private java.io.File log() {
        return folder.resolve("postgres.log").toFile();
    }

    /** The server that owns our data folder. */
    private Optional<ProcessHandle> leftover() {
        try {
            var pid = Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info()
                            .arguments()
                            .filter(arguments -> List.of(arguments).contains(data().toString()))
                            .isPresent());
        } catch (NoSuchFileException stopped) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for its clients. */
    private static void shutDown(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            Child.awaitExit(process, STOP_LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Child.end(process, Duration.ZERO);
    }
}
