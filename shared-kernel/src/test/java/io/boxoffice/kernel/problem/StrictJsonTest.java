package io.boxoffice.kernel.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.boxoffice.kernel.id.ShowId;
import io.boxoffice.kernel.support.Events;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may say, and how a refusal names what is wrong. */
class StrictJsonTest {

    private static final ObjectMapper JSON = mapper();

    /** Every kind of value that requests are made of. */
    record Order(
            @Nullable ShowId show,
            @Nullable Integer seats,
            @Nullable Integer row,
            @Nullable Boolean now,
            @Nullable String note,
            @Nullable BigDecimal price,
            @Nullable Instant at,
            @Nullable Kind kind,
            @Nullable List<Line> lines) {}

    record Line(int seat, @Nullable Integer row) {
        Line {
            if (seat < 0) {
                throw new IllegalArgumentException("java.lang.secret: a seat cannot be negative");
            }
        }
    }

    enum Kind {
        FIRST,
        SECOND
    }

    @Test
    void an_exact_request_is_read() throws Exception {
        Order order = JSON.readValue("""
                {"show":"0h4q2z5k8m1n3","seats":2,"row":3,"now":true,"note":"x","price":12.50,
                 "at":"2026-03-01T12:00:00Z","kind":"SECOND","lines":[{"seat":1,"row":1},{"seat":2}]}
                """, Order.class);
        assertThat(order)
                .isEqualTo(new Order(
                        ShowId.fromString("0H4Q2Z5K8M1N3"),
                        2,
                        3,
                        true,
                        "x",
                        new BigDecimal("12.50"),
                        Events.NOON,
                        Kind.SECOND,
                        List.of(new Line(1, 1), new Line(2, null))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"seats":1,"sets":1}                    | Unknown field 'sets'.
            {"lines":[{"seat":1},{"seat":2,"x":1}]} | Unknown field 'lines[1].x'.
            {"seats":"2"}                           | 'seats' has
            {"seats":""}                            | 'seats' has
            {"seats":2.5}                           | 'seats' has
            {"seats":2.0}                           | 'seats' has
            {"seats":true}                          | 'seats' has
            {"seats":[2]}                           | 'seats' has
            {"seats":{}}                            | 'seats' has
            {"lines":[{"seat":null}]}               | 'lines[0].seat' has
            {"lines":[{}]}                          | 'lines[0].seat' has
            {"row":"3"}                             | 'row' has
            {"row":1.5}                             | 'row' has
            {"now":"true"}                          | 'now' has
            {"now":1}                               | 'now' has
            {"note":1}                              | 'note' has
            {"note":1.5}                            | 'note' has
            {"note":false}                          | 'note' has
            {"note":{}}                             | 'note' has
            {"price":"12.50"}                       | 'price' has
            {"price":""}                            | 'price' has
            {"price":true}                          | 'price' has
            {"at":"tomorrow"}                       | 'at' has
            {"at":""}                               | 'at' has
            {"kind":"THIRD"}                        | 'kind' has
            {"kind":""}                             | 'kind' has
            {"kind":0}                              | 'kind' has
            {"show":"nowhere"}                      | 'show' has
            {"show":7}                              | 'show' has
            {"show":"000000000000é"}                | 'show' has
            {"lines":{"seat":1}}                    | 'lines' has
            {"lines":[{"seat":"A"}]}                | 'lines[0].seat' has
            {"lines":[{"seat":-1}]}                 | 'lines[0]' cannot be accepted.
            {"seats":99999999999}                   | 'seats'
            {"row":99999999999}                     | 'row'
            {"seats":1,"seats":2}                   | The body is not valid JSON (line 1).
            {"seats":1} {"seats":2}                 | The body
            {"seats":1}]                            | The body
            {"seats":1                              | The body is not valid JSON (line 1).
            {'seats':1}                             | The body is not valid JSON (line 1).
            {"seats":01}                            | The body is not valid JSON (line 1).
            {"seats":NaN}                           | The body is not valid JSON (line 1).
            []                                      | The body is not the JSON object expected.
            [1]                                     | The body is not the JSON object expected.
            "text"                                  | The body is not the JSON object expected.
            7                                       | The body is not the JSON object expected.
            nonsense                                | The body is not valid JSON (line 1).
            """)
    void anything_else_is_refused_and_the_field_is_named(String body, String detail) {
        assertThat(refusal(body)).startsWith(detail);
    }

    @Test
    void a_number_of_a_thousand_digits_is_refused() {
        assertThat(refusal("{\"seats\":" + "9".repeat(1_000) + "}")).doesNotContain("9999");
        assertThat(refusal("{\"price\":0." + "9".repeat(1_000) + "}")).doesNotContain("9999");
        assertThat(refusal("{\"unknown\":" + "9".repeat(1_000) + "}")).doesNotContain("9999");
    }

    @Test
    void deep_nesting_is_refused() {
        assertThat(refusal("{\"lines\":" + "[".repeat(1_000))).isNotBlank();
        assertThat(refusal("[".repeat(100_000))).isNotBlank();
        assertThat(refusal("{\"a\":".repeat(100_000))).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"seats\":\"2\"}", "{\"lines\":[{\"seat\":-1}]}", "{\"at\":\"x\"}", "{", "{\"kind\":\"X\"}"})
    void a_refusal_names_no_class(String body) {
        assertThat(refusal(body)).doesNotContain("io.boxoffice", "java.", "Order", "Exception", "secret");
    }

    private static String refusal(String body) {
        JacksonException e = assertThatExceptionOfType(JacksonException.class)
                .as(body)
                .isThrownBy(() -> JSON.readValue(body, Order.class))
                .actual();
        // as the REST layer hands it on
        Response response = new ProblemMappers().map(new WebApplicationException(e, 400));
        assertThat(response.getStatus()).as(body).isEqualTo(400);
        return String.valueOf(((Map<?, ?>) response.getEntity()).get("detail"));
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
        new StrictJson().customize(mapper);
        return mapper;
    }
}
