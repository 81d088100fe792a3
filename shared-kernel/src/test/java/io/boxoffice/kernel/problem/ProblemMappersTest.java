package io.boxoffice.kernel.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.kernel.problem.Problems.FieldError;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemMappersTest {

    private final ProblemMappers mappers = new ProblemMappers();

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 413, 415, 418, 429, 500, 501, 503})
    void every_status_has_a_problem_document(int status) {
        Response response = mappers.map(new WebApplicationException(status));
        assertThat(response.getMediaType()).hasToString("application/problem+json");
        Map<?, ?> document = document(response);
        assertThat(document.get("status")).isEqualTo(response.getStatus());
        assertThat(response.getStatus()).isEqualTo(status == 501 ? 500 : status);
        assertThat(String.valueOf(document.get("type"))).startsWith("urn:boxoffice:problem:");
        assertThat(List.copyOf(document.keySet()).toString()).isEqualTo("[type, title, status, detail]");
    }

    @Test
    void headers_that_belong_to_the_status_are_kept() {
        assertThat(mappers.map(new NotAllowedException("GET", new String[] {"HEAD"}))
                        .getHeaderString("Allow"))
                .contains("GET", "HEAD");
        assertThat(mappers.map(new ServiceUnavailableException(7L)).getHeaderString("Retry-After"))
                .isEqualTo("7");
        assertThat(mappers.map(new ServiceUnavailableException()).getHeaderString("Retry-After"))
                .isEqualTo("1");
        assertThat(mappers.map(new NotAuthorizedException("Bearer")).getHeaderString("WWW-Authenticate"))
                .isEqualTo("Bearer");
        assertThat(mappers.map(new NotFoundException()).getHeaders()).containsOnlyKeys("Content-Type");
    }

    @Test
    void an_answer_that_somebody_has_written_is_not_rewritten() {
        Response written = new Problem("seats-taken", 409, "Seats taken", "A1").response();
        assertThat(mappers.map(new ClientErrorException(written))).isSameAs(written);
        Response elsewhere = Response.seeOther(URI.create("/there")).build();
        assertThat(mappers.map(new RedirectionException(elsewhere))).isSameAs(elsewhere);
    }

    @Test
    void who_is_not_known_is_told_how_to_be() {
        Response response = mappers.unauthorized(new UnauthorizedException());
        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(response.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(mappers.map(new ForbiddenException()).getStatus()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "53300", "57P01", "57P03", "57014", "25P04", "40001", "40P01"})
    void a_database_that_is_away_or_asks_for_a_retry_is_not_our_error(String state) {
        assertUnavailable(new IllegalStateException(new RuntimeException(new SQLException("secret", state))));
    }

    @Test
    void other_backends_that_are_away_are_not_our_error() {
        assertUnavailable(new IllegalStateException(new SQLException("the pool gave up")));
        assertUnavailable(new UncheckedIOException(new ConnectException("refused")));
        assertUnavailable(new UncheckedIOException(new SocketTimeoutException("slow")));
        assertUnavailable(new CompletionException(new TimeoutException()));
        assertUnavailable(new io.smallrye.mutiny.TimeoutException());
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42P01", "22003"})
    void a_statement_that_is_wrong_is_our_error(String state) {
        assertInternal(mappers.map(new IllegalStateException(new SQLException("secret", state))));
    }

    @Test
    void a_bug_is_our_error_and_says_nothing_about_itself() {
        assertInternal(mappers.map(new NullPointerException("secret")));
        assertInternal(mappers.map(new InternalServerErrorException("secret")));
        assertInternal(mappers.map(new Exception("secret")));
    }

    @Test
    void a_chain_of_causes_that_bites_its_tail_ends() {
        RuntimeException first = new RuntimeException("secret");
        RuntimeException second = new RuntimeException(first);
        first.initCause(second);
        assertInternal(mappers.map(first));
    }

    @Test
    void an_answer_that_cannot_be_written_is_our_error_and_not_the_callers() {
        JsonMappingException cannotWrite = org.assertj.core.api.Assertions.catchThrowableOfType(
                JsonMappingException.class, () -> new ObjectMapper().writeValueAsString(new Unwritable(true)));
        assertInternal(mappers.map(cannotWrite));
        assertInternal(mappers.map(new WebApplicationException(cannotWrite, 500)));
    }

    @Test
    void a_body_that_cannot_be_read_is_the_callers_error_however_it_arrives() {
        JsonParseException malformed = org.assertj.core.api.Assertions.catchThrowableOfType(
                JsonParseException.class, () -> new ObjectMapper().readTree("\n{"));
        assertThat(mappers.map(malformed).getStatus()).isEqualTo(400);
        assertThat(document(mappers.map(malformed)).get("detail")).isEqualTo("The body is not valid JSON (line 2).");
    }

    @Test
    void a_problem_lists_what_is_wrong() {
        Map<String, Object> document = Problems.invalid(List.of(
                        new FieldError("name", "must not be blank"), new FieldError("totalSeats", "must be positive")))
                .document();
        assertThat(document)
                .containsEntry("status", 422)
                .containsEntry("detail", "name must not be blank")
                .containsKey("errors");
        assertThat(Problems.invalid(List.of()).detail()).isEqualTo("A value is out of bounds.");
        assertThat(Problems.notFound().with("hint", "x").with("more", 2).document())
                .containsEntry("hint", "x")
                .containsEntry("more", 2);
        assertThat(Problems.unavailable().retryAfter(3).getHeaderString("Retry-After"))
                .isEqualTo("3");
    }

    private void assertUnavailable(RuntimeException e) {
        Response response = mappers.map(e);
        assertThat(response.getStatus()).as(e.toString()).isEqualTo(503);
        assertThat(response.getHeaderString("Retry-After")).isEqualTo("1");
        assertThat(document(response).toString()).doesNotContain("secret");
    }

    private static void assertInternal(Response response) {
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(document(response).toString()).doesNotContain("secret");
    }

    private static Map<?, ?> document(Response response) {
        return (Map<?, ?>) response.getEntity();
    }

    /** Fails while it is written. */
    public record Unwritable(boolean broken) {

        public String getValue() {
            if (broken) {
                throw new IllegalStateException("secret");
            }
            return "";
        }
    }
}
