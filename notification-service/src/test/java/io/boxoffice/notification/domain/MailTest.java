package io.boxoffice.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MailTest {

    @Test
    void nothingGoesToADomainThatDnsCannotName() {
        assertThat(Mail.sendable("anna@" + "\u00e9".repeat(5_000))).isEmpty();
        assertThat(Mail.sendable("\u00e9".repeat(5_000))).isEmpty();
    }
}
