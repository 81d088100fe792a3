package io.boxoffice.kernel.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** An amount in the currency's minor unit (cents, for example); never negative. */
public record Money(long minor, Currency currency) {

    public Money {
        if (minor < 0) {
            throw new IllegalArgumentException("an amount cannot be negative");
        }
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /**
     * Reads an amount in major units.
     *
     * @throws IllegalArgumentException if it is negative, has more decimals than the currency, or is too large
     */
    public static Money of(BigDecimal major, Currency currency) {
        try {
            BigDecimal minor =
                    major.setScale(decimals(currency), RoundingMode.UNNECESSARY).movePointRight(decimals(currency));
            return new Money(minor.longValueExact(), currency);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "must have at most " + decimals(currency) + " decimals in " + currency.getCurrencyCode(), e);
        }
    }

    /**
     * The sum.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
        }
        return new Money(Math.addExact(minor, other.minor), currency);
    }

    /** The amount in major units with the currency's decimals, such as {@code 45.00}. */
    public String amount() {
        return BigDecimal.valueOf(minor, decimals(currency)).toPlainString();
    }

    @Override
    public String toString() {
        return amount() + " " + currency.getCurrencyCode();
    }

    private static int decimals(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }
}
