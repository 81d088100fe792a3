package io.boxoffice.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract with whoever reads the events is well made as AsyncAPI 3; that it is true, shared-kernel's tests see to. */
class EventsContractTest {

    private static final Path FILE = Path.of("../../docs/asyncapi.yaml");

    @Test
    void itIsWellMade() throws IOException {
        ContractLint.Verdict verdict = ContractLint.of(FILE);

        assertThat(verdict.status()).as("%s", verdict.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "action: send, action: emit, `action` can be one of",
        "host: localhost, hosts: localhost, The field `host` must be present",
        "is: routingKey, is: key, `is` can be one of",
        "address: 'email-worker', adress: 'email-worker', Property `adress` is not expected",
        "events/show.published.v1, events/show.publish.v1, Can't resolve $ref"
    })
    void aFaultIsFound(String right, String wrong, String complaint) throws IOException {
        String document = Files.readString(FILE);
        Path faulty = Path.of("target/faulty-asyncapi.yaml");
        Files.writeString(faulty, document.replace(right, wrong).replace("./events/", "../../../docs/events/"));

        ContractLint.Verdict verdict = ContractLint.of(faulty);

        assertThat(document).contains(right);
        assertThat(verdict.status()).isNotZero();
        assertThat(verdict.output()).contains(complaint);
    }
}
