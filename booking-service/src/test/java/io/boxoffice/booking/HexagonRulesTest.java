package io.boxoffice.booking;

import io.boxoffice.kernel.test.HexagonRules;
import org.junit.jupiter.api.Test;

class HexagonRulesTest {

    @Test
    void theHexagonHolds() {
        HexagonRules.check("io.boxoffice.booking");
    }
}
