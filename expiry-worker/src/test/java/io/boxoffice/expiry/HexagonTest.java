package io.boxoffice.expiry;

import io.boxoffice.kernel.test.HexagonRules;
import org.junit.jupiter.api.Test;

class HexagonTest {

    @Test
    void dependencies_point_inwards() {
        HexagonRules.check("io.boxoffice.expiry");
    }
}
