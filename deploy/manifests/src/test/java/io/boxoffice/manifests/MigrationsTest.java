package io.boxoffice.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The previous version works on the schema of the next one while replicas are replaced, so migrations only add. What takes
 * away or narrows says so in a comment right before it, {@code -- contract: } and why nobody who runs needs it any more.
 */
class MigrationsTest {

    /** Up to here it belongs to the first release, before which there was no other version to suit. */
    private static final Map<String, Integer> FIRST_SCHEMA =
            Map.of("shared-kernel", 1, "show-service", 4, "booking-service", 10, "notification-service", 4);

    private static final Pattern VERSION = Pattern.compile("V(?:0_)?(\\d+)__.*\\.sql");
    private static final Pattern BODY = Pattern.compile("\\$\\w*\\$.*?\\$\\w*\\$", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");
    private static final Pattern CONTRACT = Pattern.compile("-- contract: \\S.*");
    private static final Pattern NEW_TABLE = Pattern.compile("(?i)^CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");

    /** What code that does not know of the change may stumble over, in a statement without comments and line breaks. */
    private static final List<Pattern> NARROWS = Stream.of(
                    "^DROP (TABLE|VIEW|FUNCTION|TYPE|SEQUENCE|SCHEMA)",
                    "^TRUNCATE",
                    "^(UPDATE|DELETE) ",
                    "DROP COLUMN|DROP (?!CONSTRAINT|NOT NULL|DEFAULT|INDEX)\\w+ *(,|$)",
                    "RENAME",
                    "ALTER (COLUMN )?\\w+ (SET DATA )?TYPE",
                    "SET NOT NULL",
                    "ALTER (COLUMN )?\\w+ DROP DEFAULT",
                    "ADD (CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN|EXCLUDE)",
                    // ON CONFLICT relies on them
                    "DROP (CONSTRAINT|INDEX) (CONCURRENTLY |IF EXISTS )*(pk|uq)_",
                    "^(?!.* DEFAULT ).*ADD (COLUMN )?\\w+ .*NOT NULL",
                    "^CREATE UNIQUE INDEX",
                    // whoever has much data may have built it beforehand
                    "^CREATE INDEX (?!CONCURRENTLY IF NOT EXISTS)")
            .map(text -> Pattern.compile(text, Pattern.CASE_INSENSITIVE))
            .toList();

    @Test
    void aMigrationOnlyAddsOrSaysWhyNot() {
        List<String> found = new ArrayList<>();
        FIRST_SCHEMA.forEach((module, known) -> migrations(module)
                .filter(file -> version(file) > known)
                .forEach(file -> narrowing(read(file))
                        .forEach(statement -> found.add(module + " " + file.getFileName() + ": " + statement))));

        assertThat(found).isEmpty();
    }

    /** Two changes that landed at the same time may have taken the same number, and then nothing starts. */
    @Test
    void everyMigrationHasANumberOfItsOwn() {
        FIRST_SCHEMA.forEach((module, known) -> assertThat(migrations(module).map(MigrationsTest::version))
                .as(module)
                .doesNotHaveDuplicates()
                .contains(known));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE seats",
                "ALTER TABLE seats DROP COLUMN label",
                "ALTER TABLE seats DROP label",
                "ALTER TABLE seats RENAME COLUMN label TO name",
                "ALTER TABLE seats ALTER COLUMN label TYPE int",
                "ALTER TABLE seats ALTER label SET NOT NULL",
                "ALTER TABLE seats ADD COLUMN label text NOT NULL",
                "ALTER TABLE seats ADD COLUMN a text, ADD COLUMN b text NOT NULL, ADD COLUMN c int DEFAULT 1",
                "ALTER TABLE seats ADD CONSTRAINT ck_label CHECK (label <> '')",
                "ALTER TABLE seats DROP CONSTRAINT pk_seat",
                "DROP INDEX CONCURRENTLY IF EXISTS uq_label",
                "CREATE UNIQUE INDEX uq_label ON seats (label)",
                "CREATE INDEX ix_label ON seats (label)",
                "CREATE INDEX CONCURRENTLY ix_label ON seats (label)",
                "UPDATE seats SET label = ''"
            })
    void whatNarrowsIsFound(String statement) {
        assertThat(narrowing("-- why\n" + statement.replace(" ", "\n  ") + ";\n"))
                .hasSize(1);
        assertThat(narrowing("-- contract: nobody has read it since 1.4\n" + statement + ";"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE seats ADD COLUMN label text",
                "ALTER TABLE seats ADD COLUMN label text NOT NULL DEFAULT ''",
                "ALTER TABLE seats ADD COLUMN label text DEFAULT '' NOT NULL",
                "ALTER TABLE seats ADD COLUMN a int, ADD COLUMN b boolean NOT NULL DEFAULT false",
                "ALTER TABLE seats DROP CONSTRAINT ck_label",
                "ALTER TABLE seats ALTER COLUMN label DROP NOT NULL",
                "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_label ON seats (label)",
                "CREATE TABLE rows (number int NOT NULL); CREATE UNIQUE INDEX uq_rows ON rows (number)",
                "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$ UPDATE seats SET label = ''; $$"
            })
    void whatAddsIsNot(String statement) {
        assertThat(narrowing(statement + ";")).isEmpty();
    }

    /** Every table whose rows belong to a show is spread with it, and workers know every function. */
    @Test
    void theStatementsForCitusDistributeEveryTableOfShows() {
        Pattern table = Pattern.compile("CREATE TABLE (\\w+) \\(\\s+show_id ");
        List<String> tables = migrations("booking-service")
                .flatMap(file -> table.matcher(read(file)).results())
                .map(match -> match.group(1))
                .toList();

        assertThat(tables).hasSizeGreaterThan(5);
        String operations = Checkout.read("docs/operations.md");
        tables.forEach(name -> assertThat(operations).contains("create_distributed_table('" + name + "', 'show_id'"));
        migrations("booking-service")
                .flatMap(file -> Pattern.compile("CREATE FUNCTION (\\w+)\\(")
                        .matcher(read(file))
                        .results())
                .forEach(function ->
                        assertThat(operations).contains("create_distributed_function('" + function.group(1) + "("));
    }

    /** A session keeps the plan of a statement, and refuses to go on when its columns are not the same any more. */
    @Test
    void noStatementReadsColumnsThatItDoesNotName() throws IOException {
        Pattern everything = Pattern.compile("(SELECT|RETURNING) ([\\w., ]+, )?(\\w+\\.)?\\*(?! FROM (unnest|\\())");
        List<String> found = new ArrayList<>();
        for (String module : FIRST_SCHEMA.keySet()) {
            try (Stream<Path> files = Files.walk(Checkout.TOP.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> everything
                                .matcher(read(file))
                                .results()
                                .forEach(match -> found.add(file.getFileName() + ": " + match.group())));
            }
        }
        // what only passes through the statement does no harm
        assertThat(found).allMatch(line -> line.equals("WaitingRows.java: SELECT w.*"));
    }

    private static List<String> narrowing(String sql) {
        List<String> found = new ArrayList<>();
        Set<String> fresh = new TreeSet<>();
        for (String statement : BODY.matcher(sql).replaceAll("''").split(";", -1)) {
            String bare = COMMENT.matcher(statement)
                    .replaceAll("")
                    .replaceAll("\\s+", " ")
                    .strip();
            Matcher table = NEW_TABLE.matcher(bare);
            if (table.find()) {
                fresh.add(table.group(1));
            }
            boolean harmless = CONTRACT.matcher(statement).find()
                    || fresh.stream().anyMatch(name -> bare.matches("(?i).* (ON|TABLE) " + name + "\\b.*"));
            // each clause of ALTER TABLE by itself
            boolean narrows = Stream.of(bare.split(", (?=ADD |ALTER |DROP )", -1))
                    .anyMatch(clause -> NARROWS.stream()
                            .anyMatch(rule -> rule.matcher(clause).find()));
            if (narrows && !harmless) {
                found.add(bare);
            }
        }
        return found;
    }

    private static Stream<Path> migrations(String module) {
        Path folder = Checkout.TOP.resolve(module).resolve("src/main/resources/db");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".sql")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path file) {
        Matcher version = VERSION.matcher(String.valueOf(file.getFileName()));
        assertThat(version.matches()).as(file.toString()).isTrue();
        return Integer.parseInt(version.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
