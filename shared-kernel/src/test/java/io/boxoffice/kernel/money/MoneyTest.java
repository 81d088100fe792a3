package io.boxoffice.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    private static final Currency EURO = Currency.getInstance("EUR");

    @ParameterizedTest
    @CsvSource({
        "EUR, 45, 4500, 45.00 EUR",
        "EUR, 45.5, 4550, 45.50 EUR",
        "EUR, 45.50, 4550, 45.50 EUR",
        "EUR, 45.500000, 4550, 45.50 EUR",
        "EUR, 0, 0, 0.00 EUR",
        "EUR, 0.000000000, 0, 0.00 EUR",
        "EUR, 0.01, 1, 0.01 EUR",
        "EUR, 1e3, 100000, 1000.00 EUR",
        "EUR, 92233720368547758.07, 9223372036854775807, 92233720368547758.07 EUR",
        "JPY, 3500, 3500, 3500 JPY",
        "JPY, 3500.0, 3500, 3500 JPY",
        "KWD, 12.345, 12345, 12.345 KWD",
        "KWD, 12, 12000, 12.000 KWD"
    })
    void a_currency_has_its_own_decimals(String code, BigDecimal major, long minor, String written) {
        Money money = Money.of(major, Currency.getInstance(code));
        assertThat(money.minor()).isEqualTo(minor);
        assertThat(money).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({"EUR, 0.001", "EUR, 45.005", "JPY, 0.5", "KWD, 0.0001", "EUR, 1e-1000000000"})
    @Timeout(value = 2, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void more_decimals_than_the_currency_has_are_refused(String code, BigDecimal major) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of(major, Currency.getInstance(code)))
                .withMessageContaining("decimals in " + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"92233720368547758.08", "1e17", "1e1000000000", "9e2147483647"})
    @Timeout(value = 2, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void an_absurd_amount_is_refused_without_computing_it(BigDecimal major) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of(major, EURO))
                .withMessageContaining("too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "-1", "-1e1000000000"})
    @Timeout(value = 2, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_negative_amount_is_refused(BigDecimal major) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of(major, EURO))
                .withMessageContaining("negative");
    }

    @Test
    void amounts_of_one_currency_add_up() {
        assertThat(new Money(4_500, EURO).plus(new Money(50, EURO))).isEqualTo(new Money(4_550, EURO));
        assertThat(Money.zero(EURO).plus(Money.zero(EURO))).isEqualTo(new Money(0, EURO));
    }

    @Test
    void a_sum_never_wraps_around() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new Money(Long.MAX_VALUE, EURO).plus(new Money(1, EURO)));
    }

    @Test
    void different_currencies_do_not_add_up() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.zero(EURO).plus(Money.zero(Currency.getInstance("USD"))));
    }

    @Test
    void there_is_no_negative_money() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Money(-1, EURO));
    }
}
