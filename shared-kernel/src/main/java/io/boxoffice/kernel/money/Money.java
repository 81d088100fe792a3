package io.boxoffice.kernel.money;

import java.math.BigDecimal;
import java.util.Currency;

/** An amount in the currency's minor unit (cents, for example); never negative. */
public record Money(long minor, Currency currency) {

    /** Digits of the largest amount in minor units. */
    private static final int MAX_DIGITS = 19;

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
        if (major.signum() < 0) {
            throw new IllegalArgumentException("an amount cannot be negative");
        }
        BigDecimal exact = major.stripTrailingZeros();
        if (exact.scale() > decimals(currency)) {
            throw new IllegalArgumentException(
                    "must have at most " + decimals(currency) + " decimals in " + currency.getCurrencyCode());
        }
        // before any arithmetic: 1e1000000000 is short to write and takes hours to compute
        if ((long) exact.precision() - exact.scale() > MAX_DIGITS - decimals(currency)) {
            throw new IllegalArgumentException("is too large");
        }
        try {
            return new Money(exact.movePointRight(decimals(currency)).longValueExact(), currency);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("is too large", e);
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
