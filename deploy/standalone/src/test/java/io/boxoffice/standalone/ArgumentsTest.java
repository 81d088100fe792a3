package io.boxoffice.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.backends.CannotStart;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void knownFlagsAreTaken() {
        assertThat(Arguments.flags(List.of("--fresh"), "--attach", "--fresh")).containsExactly("--fresh");
    }

    @Test
    void aMistypedFlagIsRefusedAndTheKnownOnesNamed() {
        assertThatThrownBy(() -> Arguments.flags(List.of("--frehs"), "--attach", "--fresh"))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("--frehs")
                .hasMessageContaining("--attach --fresh");
    }

    @Test
    void aCommandThatStandsAloneRefusesArguments() {
        assertThatCode(() -> Arguments.none(List.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> Arguments.none(List.of("x")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("Unknown: x");
    }

    @Test
    void anOptionNeedsItsValue() {
        assertThat(Arguments.value(List.of("--gateway", "http://x"), "--gateway"))
                .contains("http://x");
        assertThat(Arguments.value(List.of(), "--gateway")).isEmpty();
        assertThatThrownBy(() -> Arguments.value(List.of("--gateway"), "--gateway"))
                .isInstanceOf(CannotStart.class);
    }

    @Test
    void optionsStandWhereTheyLike() {
        var options = Arguments.options(List.of("--token", "t", "show", "--gateway", "g", "7"), "--gateway", "--token");

        assertThat(options.words()).containsExactly("show", "7");
        assertThat(options.value("--gateway")).contains("g");
        assertThat(options.value("--token")).contains("t");
        assertThat(Arguments.options(List.of(), "--token").value("--token")).isEmpty();
    }

    @Test
    void anOptionThatNobodyKnowsOrThatLacksItsValueIsRefused() {
        for (var wrong : List.of(List.of("--tokn", "t"), List.of("list", "--token"))) {
            assertThatThrownBy(() -> Arguments.options(wrong, "--token"))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("--token");
        }
    }
}
