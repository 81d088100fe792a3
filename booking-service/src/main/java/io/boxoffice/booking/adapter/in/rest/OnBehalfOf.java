package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.domain.Customer;
import io.boxoffice.kernel.security.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The customer an API client acts for, as its header says: a structured string with parameters (RFC 9651), such as
 * {@code On-Behalf-Of: "4711";email="anna@example.com";locale="de"}. The client's own customers are nobody else's.
 *
 * @param id as the client knows its customer
 */
record OnBehalfOf(String id, Map<String, String> parameters) {

    static final String HEADER = "On-Behalf-Of";

    private static final int MAX_LENGTH = 1_000;
    private static final String STRING = "\"((?:[ !#-\\[\\]-~]|\\\\[\\\\\"])*+)\"";
    private static final Pattern ITEM = Pattern.compile(STRING + "((?: *; *[a-z]+=" + STRING + ")*+)");
    private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=" + STRING);
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");

    /**
     * Reads the header.
     *
     * @throws IllegalArgumentException if it is not written like this
     */
    static OnBehalfOf parse(String header) {
        Matcher item = ITEM.matcher(header.strip());
        if (header.length() > MAX_LENGTH || !item.matches()) {
            throw new IllegalArgumentException("is written like \"4711\";email=\"anna@example.com\"");
        }
        String id = plain(item.group(1));
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("names a customer by up to 100 letters, digits and ._@+-");
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(item.group(2));
        while (parameter.find()) {
            parameters.put(parameter.group(1), plain(parameter.group(2)));
        }
        return new OnBehalfOf(id, parameters);
    }

    /** The customer of that client. */
    Customer customer(Caller client, String defaultLanguage) {
        String email = parameter("email");
        if (email == null || !CallerToken.isMailAddress(email)) {
            throw new IllegalArgumentException("needs an email parameter with a mail address to send tickets to");
        }
        String locale = parameter("locale");
        return new Customer(idOf(client), email, parameter("name"), locale == null ? defaultLanguage : locale);
    }

    /** No token's subject begins like this, and no such id has a colon: it is this client's customer and nobody else. */
    String idOf(Caller client) {
        return client.key() + ":" + id;
    }

    /** As tokens may have it: bounded, and absent rather than blank. */
    private @Nullable String parameter(String name) {
        String value = parameters.get(name);
        if (value != null && value.length() > CallerToken.MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException(
                    "has a parameter '" + name + "' of more than " + CallerToken.MAX_TEXT_LENGTH + " characters");
        }
        return value == null || value.isBlank() ? null : value;
    }

    private static String plain(String quoted) {
        return ESCAPED.matcher(quoted).replaceAll("$1");
    }
}
