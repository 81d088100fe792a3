package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.kernel.money.Money;

/**
 * An amount as clients see it.
 *
 * @param amount in major units, with the currency's decimals
 */
record MoneyJson(String amount, String currency) {

    static MoneyJson of(Money money) {
        return new MoneyJson(money.amount(), money.currency().getCurrencyCode());
    }
}
