package io.boxoffice.kernel.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void what_is_written_can_be_read() {
        for (int i = 0; i < 1_000; i++) {
            ShowId show = ShowId.next();
            BookingId booking = BookingId.nextFor(show);
            assertThat(ShowId.fromString(show.toString())).isEqualTo(show);
            assertThat(BookingId.fromString(booking.toString())).isEqualTo(booking);
            assertThat(booking.toString()).startsWith(show + "-").hasSize(27);
        }
    }

    @Test
    void the_ends_of_the_range_can_be_written_and_read() {
        assertThat(new ShowId(0)).hasToString("0000000000000");
        assertThat(new ShowId(-1)).hasToString("FZZZZZZZZZZZZ");
        for (long value : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(ShowId.fromString(new ShowId(value).toString()).value()).isEqualTo(value);
        }
    }

    @Test
    void case_does_not_matter() {
        BookingId booking = BookingId.nextFor(ShowId.next());
        assertThat(BookingId.fromString(booking.toString().toLowerCase(Locale.ROOT)))
                .isEqualTo(booking);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "42",
                "-",
                "000000000000",
                "00000000000000",
                "G000000000000",
                "000000000000U",
                "000000000000*",
                "000000000000é",
                "00000000000\uD83C\uDFAD",
                "\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660",
                " 0000000000000",
                "0000000000000\n",
                "../../../../etc"
            })
    void garbage_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ShowId.fromString(text));
        assertThatIllegalArgumentException().isThrownBy(() -> BookingId.fromString(text));
        assertThatIllegalArgumentException().isThrownBy(() -> BookingId.fromString("0000000000000-" + text));
        assertThatIllegalArgumentException().isThrownBy(() -> BookingId.fromString(text + "-0000000000000"));
    }

    @Test
    void a_booking_needs_its_show() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BookingId.fromString(ShowId.next().toString()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BookingId.fromString("0000000000000-0000000000000-0000000000000"));
    }

    @Test
    void ids_are_ordered_by_time_and_never_given_twice() {
        List<ShowId> ids = Stream.generate(ShowId::next).limit(20_000).toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
        assertThat(ids.stream().map(ShowId::toString)).isSorted();
    }

    @Test
    void the_sign_bit_does_not_disturb_the_order() {
        ShowId early = new ShowId(Long.MAX_VALUE);
        ShowId late = new ShowId(Long.MIN_VALUE);
        assertThat(early).isLessThan(late);
        assertThat(new BookingId(early, 9)).isLessThan(new BookingId(late, 0));
        assertThat(new BookingId(early, Long.MAX_VALUE)).isLessThan(new BookingId(early, Long.MIN_VALUE));
    }

    @Test
    void threads_do_not_get_the_same_id() {
        Set<BookingId> ids = new HashSet<>();
        ShowId show = ShowId.next();
        IntStream.range(0, 40_000)
                .parallel()
                .mapToObj(i -> BookingId.nextFor(show))
                .toList()
                .forEach(ids::add);
        assertThat(ids).hasSize(40_000);
    }

    @Test
    void a_show_id_tells_when_it_was_made() {
        assertThat(Duration.between(ShowId.next().createdAt(), Instant.now()).abs())
                .isLessThan(Duration.ofSeconds(5));
    }
}
