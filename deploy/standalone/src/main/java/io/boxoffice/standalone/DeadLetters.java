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
    private static final String USAGE = "Understood here: list [QUEUE] | show MESSAGE-ID [QUEUE]"
            + " | redrive MESSAGE-ID [QUEUE] | redrive --all QUEUE, each with [--gateway URL --token TOKEN]";
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
            case "list" -> list(words.size() == 1 ? List.of() : checked(words, 1));
            case "show" -> show(checked(words, 2));
            case "redrive" -> {
                if (words.size() == 1 && all.isPresent()) {
                    redriveAll(all.get());
                } else {
                    redrive(checked(words, 2));
                }
            }
            default -> throw new CannotStart(USAGE);
        }
    }

    private void list(List<String> queue) {
        var answer = good(api.get(PATH + query(queue), token));
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

    private void show(List<String> idAndQueue) {
        var path = PATH + "/" + idAndQueue.getFirst() + query(idAndQueue.subList(1, idAndQueue.size()));
        console.line(good(api.get(path, token)).body().toPrettyString());
    }

    private void redrive(List<String> idAndQueue) {
        var request = idAndQueue.size() == 1
                ? Map.of("messageId", idAndQueue.getFirst())
                : Map.of("messageId", idAndQueue.getFirst(), "queue", idAndQueue.getLast());
        console.line("%d at work again."
                .formatted(redrive(request).body().path("redriven").asLong()));
    }

    /** Call by call until those that were there at first are sent; what fails again meanwhile is not sent again. */
    private void redriveAll(String queue) {
        var answer = redrive(Map.of("queue", queue));
        var sent = answer.body().path("redriven").asLong();
        var goal = sent + answer.body().path("left").asLong();
        var last = sent;
        while (last > 0 && sent < goal) {
            last = redrive(Map.of("queue", queue)).body().path("redriven").asLong();
            sent += last;
        }
        console.line("%d of '%s' are at work again.".formatted(sent, queue));
    }

    private Answer redrive(Map<String, String> request) {
        return good(api.post(PATH + "/redrive", token, JSON.valueToTree(request).toString()));
    }

    private static String query(List<String> queue) {
        return queue.isEmpty() ? "" : "?queue=" + queue.getFirst();
    }

    /** The words after the first: at least one, and not more than understood. */
    private static List<String> checked(List<String> words, int most) {
        var given = words.subList(1, words.size());
        if (given.isEmpty()
                || given.size() > most
                || !given.stream().allMatch(word -> word.matches("[0-9A-Za-z._-]{1,128}"))) {
            throw new CannotStart(USAGE);
        }
        return given;
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
