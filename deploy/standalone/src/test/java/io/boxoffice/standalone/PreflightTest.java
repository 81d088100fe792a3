package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.backends.CannotStart;
import io.boxoffice.standalone.SystemOptions.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
    @TempDir
    Path folder;

    @Test
    void freePortsAndEnoughSpacePass() {
        assertThatCode(() -> Preflight.check(SystemOptions.onFreePorts(folder))).doesNotThrowAnyException();
    }

    @Test
    void aTakenPortIsNamedWithItsOwnerAndTheWayOut() throws IOException {
        try (var foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Preflight.ports(options(Port.GATEWAY, foreign.getLocalPort(), Map.of())))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("Port " + foreign.getLocalPort() + " (gateway) is taken")
                    .hasMessageContaining("BOXOFFICE_GATEWAY_PORT=");
        }
    }

    @Test
    void aPortThatIsNotNeededMayBeTaken() throws IOException {
        try (var foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var given = Map.of("BOXOFFICE_OIDC_URL", "http://localhost:" + foreign.getLocalPort() + "/realm");
            assertThatCode(() -> Preflight.ports(options(Port.ISSUER, foreign.getLocalPort(), given)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void tooLittleSpaceIsSaidInMegabytes() {
        assertThatThrownBy(() -> Preflight.space(999_000_000, folder))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("Only 999 MB are free");
        assertThatCode(() -> Preflight.space(1_000_000_000, folder)).doesNotThrowAnyException();
    }

    private SystemOptions options(Port port, int number, Map<String, String> environment) {
        var free = SystemOptions.onFreePorts(folder);
        var ports = new HashMap<>(free.ports());
        ports.put(port, number);
        return new SystemOptions(
                free.apps(), free.gatewayConfiguration(), folder, ports, environment, Map.of(), Map.of());
    }
}
