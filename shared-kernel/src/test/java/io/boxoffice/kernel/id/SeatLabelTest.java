package io.boxoffice.kernel.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeatLabelTest {

    @ParameterizedTest
    @CsvSource({
        "1, A1",
        "20, A20",
        "21, B1",
        "520, Z20",
        "521, AA1",
        "1040, AZ20",
        "1041, BA1",
        "14040, ZZ20",
        "14041, AAA1"
    })
    void rows_go_on_behind_z(int number, String label) {
        assertThat(SeatLabel.of(number, 20)).hasToString(label);
        assertThat(SeatLabel.read(label).flatMap(read -> read.number(20))).contains((long) number);
    }

    @Test
    void what_was_written_can_be_read() {
        assertThat(IntStream.rangeClosed(1, 100_000))
                .allMatch(number -> SeatLabel.read(SeatLabel.of(number, 7).toString())
                        .flatMap(label -> label.number(7))
                        .equals(Optional.of((long) number)));
    }

    @Test
    void a_place_behind_the_row_is_none() {
        assertThat(SeatLabel.read("A8").flatMap(label -> label.number(7))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "1", "a1", "A0", "A01", "A-1", "1A", "A1 ", "Ä1", "AAAAA1", "A1000000", "A1B", "A١"})
    void other_text_is_no_label(String text) {
        assertThat(SeatLabel.read(text)).isEmpty();
    }
}
