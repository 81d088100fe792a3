package io.boxoffice.booking.adapter.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.booking.domain.Customer;
import io.boxoffice.kernel.security.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnBehalfOfTest {

    @Test
    void aCustomerIsTheClientsOwn() {
        Customer customer = OnBehalfOf.parse(
                        "\"4711\"; email=\"anna@example.com\";name=\"Anna \\\"A\\\" \\\\\" ; locale=\"de\"")
                .customer(new Caller("partner-a", true), "en");

        assertThat(customer)
                .isEqualTo(new Customer("client:partner-a:4711", "anna@example.com", "Anna \"A\" \\", "de"));
        assertThat(OnBehalfOf.parse("\"4711\"").idOf(new Caller("partner-b", true)))
                .isEqualTo("client:partner-b:4711");
    }

    @Test
    void ticketsNeedAnAddress() {
        assertThatThrownBy(() -> OnBehalfOf.parse("\"4711\"").customer(new Caller("partner", true), "en"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        OnBehalfOf.parse("\"4711\";email=\"a@b, c@d\"").customer(new Caller("partner", true), "en"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4711",
                "\"\"",
                "\"4711",
                "\"a b\"",
                "\"a:b\"",
                "\"4711\" \"4712\"",
                "\"4711\", \"4712\"",
                "\"4711\";email",
                "\"4711\";email=anna",
                "\"4711\";email=\"a\u0000\"",
                "\"4711\";name=\"\u00c4nne\"",
                "\"4711\";name=\"\\x\""
            })
    void anythingElseIsNoCustomer(String header) {
        assertThatThrownBy(() -> OnBehalfOf.parse(header)).isInstanceOf(IllegalArgumentException.class);
    }
}
