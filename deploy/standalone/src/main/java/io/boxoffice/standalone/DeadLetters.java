package io.boxoffice.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boxoffice.backends.CannotStart;
import io.boxoffice.standalone.Api.Answer;
import java.util.List;
import java.util.Map;

/** What consumers gave up, on the command line: a thin client of the API. */
final class DeadLetters {
    private static final String PATH = "/notifications/dead-letters";
    private static final String USAGE = "Understood here: list [QUEUE] | show MESSAGE-ID | redrive MESSAGE-ID"
            + " | redrive --all QUEUE, each with [--gateway URL --token TOKEN]";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final String token;
    private final Console console;

    DeadLetters(Api api, String token, Console console) {
        this.api = api;
        this.token = token;
        this.console = console;
    }

    void run(Arguments.Options options) {
        var words = options.words();
        var all = options.value("--all");
        switch (words.isEmpty() ? "" : words.getFirst()) {
            case "list" -> list(words.size() == 1 ? "" : "?queue=" + only(words));
            case "show" -> show(only(words));
            case "redrive" -> {
                if (words.size() == 1 && all.isPresent()) {
                    redriveAll(all.get());
                } else {
                    redrive("messageId", only(words));
                    console.line("It is at work again.");
                }
            }
            default -> throw new CannotStart(USAGE);
        }
    }

    private void list(String query) {
        var answer = good(api.get(PATH + query, token));
        answer.body()
                .path("depths")
                .properties()
                .forEach(depth -> console.line(
                        "%-24s %6d".formatted(depth.getKey(), depth.getValue().asLong())));
        for (var letter : answer.body().path("deadLetters")) {
            console.line("");
            console.line(
                    "%s  %s  %s".formatted(text(letter, "queue"), text(letter, "messageId"), text(letter, "type")));
            console.line("  of %s, given up at %s after %d attempts"
                    .formatted(
                            text(letter, "subject"),
                            text(letter, "failedAt"),
                            letter.path("attempts").asInt()));
            console.line("  " + text(letter, "reason"));
        }
    }

    private void show(String messageId) {
        console.line(good(api.get(PATH + "/" + messageId, token)).body().toPrettyString());
    }

    /** Call by call until those that were there at first are sent; what fails again meanwhile is not sent again. */
    private void redriveAll(String queue) {
        var answer = redrive("queue", queue);
        var sent = answer.body().path("redriven").asLong();
        var goal = sent + answer.body().path("left").asLong();
        var last = sent;
        while (last > 0 && sent < goal) {
            last = redrive("queue", queue).body().path("redriven").asLong();
            sent += last;
        }
        console.line("%d of '%s' are at work again.".formatted(sent, queue));
    }

    private Answer redrive(String key, String value) {
        var request = JSON.valueToTree(Map.of(key, value)).toString();
        return good(api.post(PATH + "/redrive", token, request));
    }

    private static String only(List<String> words) {
        if (words.size() != 2 || !words.getLast().matches("[0-9A-Za-z._-]{1,128}")) {
            throw new CannotStart(USAGE);
        }
        return words.getLast();
    }

    private static Answer good(Answer answer) {
        if (answer.status() != 200) {
            throw new CannotStart("The answer is %d: %s".formatted(answer.status(), text(answer.body(), "detail")));
        }
        return answer;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("?");
    }
}
