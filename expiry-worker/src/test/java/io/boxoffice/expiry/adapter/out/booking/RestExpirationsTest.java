package io.boxoffice.expiry.adapter.out.booking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.backends.BoxOfficeBackends;
import io.boxoffice.expiry.StubBookingService;
import io.boxoffice.expiry.StubBookingService.Question;
import io.boxoffice.expiry.application.port.Expirations;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(value = BoxOfficeBackends.class, initArgs = @ResourceArg(name = "module", value = "expiry"))
@QuarkusTestResource(StubBookingService.class)
class RestExpirationsTest {

    @Inject
    Expirations expirations;

    @AfterEach
    void nothingIsDue() {
        StubBookingService.answer(200, "{\"expired\": 0, \"more\": false}");
    }

    @Test
    void asks_for_a_batch_and_understands_the_answer() {
        StubBookingService.answer(200, "{\"expired\": 17, \"more\": true}");

        assertThat(expirations.expireDue(17)).isEqualTo(new Expirations.Batch(17, true));
        assertThat(StubBookingService.QUESTIONS).anySatisfy(question -> {
            assertThat(question.method()).isEqualTo("POST");
            assertThat(question.path()).isEqualTo("/internal/expirations");
            assertThat(question.body()).isEqualTo("{\"limit\":17}");
        });
    }

    @Test
    void shows_a_token_of_the_internal_client() throws IOException {
        expirations.expireDue(1);

        Question question = StubBookingService.QUESTIONS.getLast();
        assertThat(question.authorization()).startsWith("Bearer ");
        JsonNode claims = new ObjectMapper()
                .readTree(new String(
                        Base64.getUrlDecoder().decode(question.authorization().split("\\.", -1)[1]), UTF_8));
        assertThat(claims.path("sub").asText()).isEqualTo("expiry-worker");
        assertThat(claims.path("aud").toString()).contains("boxoffice-internal");
        assertThat(claims.path("roles").toString()).isEqualTo("[\"internal\"]");
    }

    @Test
    void an_answer_may_come_to_say_more() {
        StubBookingService.answer(200, "{\"expired\": 1, \"more\": false, \"oldest\": \"2026-01-01T00:00:00Z\"}");

        assertThat(expirations.expireDue(500)).isEqualTo(new Expirations.Batch(1, false));
    }

    @ParameterizedTest
    @CsvSource({"401, {}", "403, {}", "500, {}", "503, {}", "200, nonsense", "200, {}"})
    void what_is_no_answer_is_a_failure(int status, String body) {
        StubBookingService.answer(status, body);

        assertThatThrownBy(() -> expirations.expireDue(500)).isInstanceOf(RuntimeException.class);
    }
}
