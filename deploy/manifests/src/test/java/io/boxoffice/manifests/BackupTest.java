package io.boxoffice.manifests;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.backends.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts that back up and restore the containers ask of them; the pipeline rehearses both with real ones. */
class BackupTest {

    private static final String OPERATIONS = "deploy/operations/";
    private static final String KEY = "BOXOFFICE_TICKETS_SIGNING_KEY=";
    private static final List<String> DATABASES = List.of("show", "booking", "notification");

    @TempDir
    private Path folder;

    @BeforeEach
    void backUp() throws IOException {
        Files.createDirectories(folder.resolve(OPERATIONS));
        for (String file : List.of("backup", "restore", "books.sql")) {
            Files.writeString(folder.resolve(OPERATIONS + file), Checkout.read(OPERATIONS + file));
        }
        Files.writeString(folder.resolve(".env"), "# ours\n" + KEY + "first\n");
        // tells what it is asked for, takes all but one file for a dump, and finds what it is told to in the books
        TestTools.program(folder, "docker", """
            cd %s
            case "$*" in
              *" pg_dump "*) echo dump; exit ;;
            esac
            input="$(cat)"
            echo "$@ $input" >>calls
            case "$*" in
              *booking*) if [ "${input#--}" != "$input" ] && [ -e contradictions ]; then cat contradictions; fi ;;
            esac
            [ "$input" != damaged ]
            """.formatted(folder));
        run("backup");
        Files.deleteIfExists(folder.resolve("calls"));
    }

    @Test
    void allDatabasesAreReplacedAtOnceWhenAllHaveBeenRestored() throws IOException {
        run("restore");

        String calls = calls();
        assertThat(calls).doesNotContain("DROP DATABASE IF EXISTS booking ");
        assertThat(calls.indexOf("RENAME"))
                .isGreaterThan(calls.indexOf("compose stop"))
                .isGreaterThan(calls.lastIndexOf("pg_restore"))
                .isGreaterThan(calls.indexOf("-- Which seats and bookings contradict each other"))
                .isLessThan(calls.indexOf("compose up"));
        String exchange = DATABASES.stream()
                .map(database ->
                        "ALTER DATABASE %1$s RENAME TO %1$s_replaced;\nALTER DATABASE %1$s_restored RENAME TO %1$s;\n"
                                .formatted(database))
                .collect(joining("", "BEGIN;\n", "COMMIT;"));
        assertThat(calls).contains(exchange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "booking", "notification"})
    void aDumpThatCannotBeReadChangesNothing(String database) throws IOException {
        Files.writeString(folder.resolve("backups/" + database + ".dump"), "damaged");

        assertThatThrownBy(() -> run("restore")).isInstanceOf(IOException.class);
        nothingChanged();
    }

    @Test
    void booksThatContradictThemselvesReplaceNone() throws IOException {
        Files.writeString(folder.resolve("contradictions"), "1|7||the seat says so, its booking does not\n");

        assertThatThrownBy(() -> run("restore")).hasMessageContaining("the seat says so");
        nothingChanged();
    }

    @Test
    void revokedTokensStayRevoked() throws IOException {
        run("restore");

        assertThat(calls()).doesNotContain("FLUSHALL").contains("if key ~= 'revoked-tokens' then");
    }

    @Test
    void ticketsSoldBeforeAreGoodForTheKeyIsInTheBackup() throws IOException {
        assertThat(folder.resolve("backups/secrets.env")).hasSameTextualContentAs(folder.resolve(".env"));
        Files.writeString(folder.resolve(".env"), KEY + "second\n");

        assertThatThrownBy(() -> run("restore")).hasMessageContaining("signed the tickets");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    @Test
    void nobodyElseReadsABackup() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("backups"))) {
            assertThat(files)
                    .hasSize(5)
                    .allSatisfy(file ->
                            assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]"));
        }
    }

    private void nothingChanged() throws IOException {
        String calls = calls();
        assertThat(calls).doesNotContain("RENAME").doesNotContain("redis");
        DATABASES.forEach(database -> assertThat(calls).doesNotContain("DROP DATABASE IF EXISTS " + database + " "));
        String after = calls.substring(calls.indexOf("compose up --wait"));
        assertThat(calls.indexOf("compose stop")).isNotNegative().isLessThan(calls.indexOf("compose up --wait"));
        DATABASES.forEach(database -> assertThat(after).contains("DROP DATABASE IF EXISTS " + database + "_restored"));
    }

    private void run(String script) throws IOException {
        Programs.run(
                folder, List.of("env", "PATH=" + folder + ":/usr/bin:/bin", "bash", OPERATIONS + script, "backups"));
    }

    private String calls() throws IOException {
        return Files.readString(folder.resolve("calls"));
    }
}
