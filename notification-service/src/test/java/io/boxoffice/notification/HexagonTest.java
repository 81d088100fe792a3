package io.boxoffice.notification;

import io.boxoffice.kernel.test.HexagonRules;
import org.junit.jupiter.api.Test;

class HexagonTest {

    @Test
    void theHexagonHasItsBorders() {
        HexagonRules.check("io.boxoffice.notification");
    }
}
