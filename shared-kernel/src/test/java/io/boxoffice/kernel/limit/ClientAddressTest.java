package io.boxoffice.kernel.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    private static final List<String> TRUSTED = List.of("127.0.0.0/8", "10.0.0.0/8", "fc00::/7");

    @ParameterizedTest(name = "from {0} behind {1} proxies, X-Forwarded-For {2}: {3}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "203.0.113.7 | 1 | -                             | 203.0.113.7",
                "10.0.0.1    | 1 | -                             | 10.0.0.1",
                "10.0.0.1    | 1 | 203.0.113.7                   | 203.0.113.7",
                "fd00::1     | 1 | 2001:db8::7                   | 2001:db8::7",
                // what strangers send is not believed
                "203.0.113.7 | 1 | 198.51.100.1                  | 203.0.113.7",
                "10.0.0.1    | 1 | 198.51.100.1, 203.0.113.7     | 203.0.113.7",
                "10.0.0.1    | 1 | 127.0.0.1, 203.0.113.7        | 203.0.113.7",
                // nor what somebody says whose own address looks like a proxy's
                "10.0.0.1    | 1 | 198.51.100.1, 10.0.0.9        | 10.0.0.9",
                "10.0.0.1    | 1 | 127.0.0.1, 10.0.0.9           | 10.0.0.9",
                // a proxy behind a proxy
                "10.0.0.1    | 2 | 203.0.113.7, 10.0.0.2         | 203.0.113.7",
                "10.0.0.1    | 2 | 198.51.100.1, 10.0.0.9, 10.0.0.2 | 10.0.0.9",
                "10.0.0.1    | 2 | 10.0.0.2                      | 10.0.0.2",
                "10.0.0.1    | 1 | nobody                        | 10.0.0.1",
                "10.0.0.1    | 2 | 203.0.113.7, nobody, 10.0.0.2 | 10.0.0.1",
                "10.0.0.1    | 1 | ''                            | 10.0.0.1",
                "10.0.0.1    | 1 | ,                             | 10.0.0.1",
            })
    void what_the_farthest_proxy_saw_is_the_client(
            String peer, int proxies, @Nullable String forwardedFor, String client) {
        assertThat(new ClientAddress(TRUSTED, proxies).client(peer, forwardedFor))
                .isEqualTo(client);
    }

    @Test
    void who_has_a_network_has_one_address() {
        assertThat(ClientAddress.network64("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(ClientAddress.network64("2001:db8:1:2:ffff::1"))
                .isNotEqualTo(ClientAddress.network64("2001:db8:1:3:3:4:5:6"));
        assertThat(ClientAddress.network64("203.0.113.7")).isEqualTo("203.0.113.7");
    }
}
