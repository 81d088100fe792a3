package io.boxoffice.acceptance;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.boxoffice.acceptance.Contract.Operation;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Requests of an operation that are wrong in one to three ways, made from the contract: its examples and parameters with
 * wrong types, values, encodings, headers and more. The same seed makes the same requests.
 */
final class MalformedRequests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_BODY = 70_000;

    /** JSON values that are something else than what is wanted, more or less. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-1",
            "1",
            "1.5",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1e400",
            "1e999999999",
            "-0.0",
            "123456789012345678901234567890123456789",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "{\"a\":{\"b\":[]}}",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u202e\\u200f\\ufeff\"",
            "\"\\ud83c\\udfad\"",
            "\"2030-02-30T25:61:00Z\"",
            "\"2030-06-01\"",
            "\"+999999999-12-31T23:59:59-18:00\"",
            "\"-999999999-01-01T00:00:00+18:00\"",
            "\"'; DROP TABLE shows; --\"",
            "\"%00\"",
            "\"../../etc/passwd\"",
            "\"Europe/Atlantis\"",
            "\"XAU\"",
            "\"1e99999\"",
            "\"0x10\"",
            "\"NaN\"",
            "\"0NV5Y2K4H8G1M\"",
            "\"0NV5Y2K4H8G1M-0NV5Y2K4H8G2P\"",
            "\"zzzzzzzzzzzzz\"",
            "\"a@b\\r\\nBcc: c@d\"",
            "\"" + "x".repeat(201) + "\"",
            "\"" + "\u00e9".repeat(5_000) + "\"",
            "[".repeat(100) + "]".repeat(100),
            "[" + "1,".repeat(2_000) + "1]");

    /** Text for parameters and parts of paths, as it is sent. */
    private static final List<String> TEXTS = List.of(
            "",
            "%20",
            "%00",
            "%FF%FE",
            "%C0%80",
            "%ED%A0%80",
            "%F0%9F%8E%AD",
            "%E2%80%AE",
            "0",
            "-1",
            "1.5",
            "999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "1e3",
            "true",
            "null",
            "NaN",
            "x",
            "..",
            "%2e%2e",
            "%2F",
            "%5C",
            "%",
            "%zz",
            "a;b=c",
            "2030-13-01T00:00:00Z",
            "2030-06-01T00:00:00%2B99:00",
            "%2B999999999-12-31T23:59:59Z",
            "0NV5Y2K4H8G1M",
            "0nv5y2k4h8g1m",
            "0NV5Y2K4H8G1U",
            "ZZZZZZZZZZZZZ",
            "0NV5Y2K4H8G1M-0NV5Y2K4H8G2P",
            "-",
            "--",
            "MS4w",
            "OTIyMzM3MjAzNjg1NDc3NTgwNy4wTlY1WTJLNEg4RzFN",
            "'%20OR%201=1--",
            "%25%25",
            "!_%25",
            "x".repeat(300),
            "%C3%A9".repeat(80),
            "x".repeat(9_000),
            "%7B%7D",
            "[]",
            "a%0D%0AX-Evil:1");

    private static final List<String> HEADERS = List.of(
            "Accept: text/html",
            "Accept: application/xml;q=0.1",
            "Accept: */*;q=0",
            "Accept: ,;/",
            "Accept: \u00e9",
            "Accept-Encoding: gzip;q=0",
            "Accept-Encoding: br, \u0001",
            "Accept-Language: \u00ff\u00fe",
            "Accept-Charset: utf-99",
            "If-Match: *",
            "If-Match: \"0\"",
            "If-Match: W/\"1\"",
            "If-Match: \"",
            "If-Match: x, , \"1",
            "If-Match: \u00ff",
            "If-None-Match: *",
            "If-None-Match: \"",
            "If-None-Match: W/",
            "If-None-Match: ,,,",
            "If-None-Match: \"a\",\"b",
            "If-Modified-Since: yesterday",
            "If-Range: \"x\"",
            "Range: bytes=0-0,-1",
            "Idempotency-Key: ",
            "Idempotency-Key: \"\"",
            "Idempotency-Key: a b",
            "Idempotency-Key: \u00e9",
            "Idempotency-Key: " + "k".repeat(300),
            "Idempotency-Key: \"",
            "Prefer: wait=x; \"",
            "Prefer: ,;=",
            "On-Behalf-Of: ",
            "On-Behalf-Of: 4711",
            "On-Behalf-Of: \"\"",
            "On-Behalf-Of: \"4711\"",
            "On-Behalf-Of: \"4711\";email=\"nobody\"",
            "On-Behalf-Of: \"4711\";email=anna@customers.example",
            "On-Behalf-Of: \"4711\";email=\"a@b.example\\r\\nBcc: c@d.example\"",
            "On-Behalf-Of: \"47:11\";email=\"anna@customers.example\"",
            "On-Behalf-Of: \"4711\";email=\"anna@customers.example\";locale=\"\u00ff\"",
            "On-Behalf-Of: \"4711",
            "On-Behalf-Of: \"" + "c".repeat(300) + "\";email=\"anna@customers.example\"",
            "Authorization: Bearer",
            "Authorization: Bearer ",
            "Authorization: Bearer a.b.c",
            "Authorization: Basic x",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "Authorization: \u00ff",
            "Authorization: Bearer " + "x".repeat(9_000),
            "Content-Type: text/plain",
            "Content-Type: application/xml",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: application/json; charset=x",
            "Content-Type: multipart/form-data; boundary=",
            "Content-Type: ;",
            "Content-Type: /",
            "Content-Type: application/merge-patch+json",
            "Content-Type: \u00e9/\u00e9",
            "Content-Encoding: gzip",
            "Content-Encoding: x",
            "Content-Language: \u0002",
            "Content-MD5: x",
            "X-Request-Id: \"\\u0000",
            "X-Request-Id: " + "r".repeat(200),
            "X-Forwarded-For: 1.2.3.4, \u00ff",
            "Origin: https://stranger.example",
            "Origin: null",
            "Origin: \u00ff",
            "Forwarded: for=\"[::\"",
            "X-HTTP-Method-Override: DELETE",
            "traceparent: 00-x-y-z",
            "traceparent: " + "0".repeat(500),
            "tracestate: ,=,",
            "baggage: \u00ff=;",
            "Cookie: a=\"; =b; ;",
            "Host: x y",
            "Host: [::",
            "X: " + "y".repeat(20_000),
            "Bad Header: x",
            ": x",
            "Upgrade: h2c",
            "Te: x");

    private static final List<String> METHODS = List.of("PUT", "DELETE", "TRACE", "PROPFIND", "get", "FOO", "OPTIONS");

    private final Contract contract = Contract.get();
    private final Operation operation;
    private final List<String> credentials;
    private final Map<String, String> ids;
    private final Random random;

    /**
     * @param credentials headers of somebody who may call the operation
     * @param ids what to put in place of parameters and fields of these names
     */
    MalformedRequests(Operation operation, List<String> credentials, Map<String, String> ids, long seed) {
        this.operation = operation;
        this.credentials = credentials;
        this.ids = ids;
        this.random = new Random(seed);
    }

    List<RawRequest> make(int count) {
        return IntStream.range(0, count).mapToObj(i -> make()).toList();
    }

    private RawRequest make() {
        Draft draft = new Draft();
        int wrongs = 1 + random.nextInt(3);
        for (int i = 0; i < wrongs; i++) {
            switch (random.nextInt(draft.tree == null ? 4 : 10)) {
                case 0 -> draft.headers.add(any(HEADERS));
                case 1 -> draft.query.add(queryParameter());
                case 2 -> draft.wrongPath();
                case 3 -> draft.wrongHead();
                case 4 -> draft.wrongBytes = true;
                default -> draft.wrongField();
            }
        }
        return draft.request();
    }

    private String queryParameter() {
        List<String> names = new ArrayList<>(List.of("unknown"));
        for (JsonNode parameter : contract.document().at(operation.pointer() + "/parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        }
        return any(names) + "=" + any(TEXTS);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A request that would be right, until something is done to it. */
    private final class Draft {
        private String method = operation.method();
        private String path = operation.template();
        private final List<String> query = new ArrayList<>();
        private final List<String> headers = new ArrayList<>();
        private final @Nullable JsonNode tree = body();
        private boolean wrongBytes;
        private boolean withCredentials = true;

        Draft() {
            if (tree != null) {
                headers.add("Content-Type: application/json");
            }
        }

        private @Nullable JsonNode body() {
            List<JsonNode> examples = new ArrayList<>();
            contract.document().at(operation.pointer() + "/requestBody/content").forEach(content -> {
                content.path("examples").forEach(example -> examples.add(example.path("value")));
                if (content.has("example")) {
                    examples.add(content.path("example"));
                }
            });
            if (examples.isEmpty()) {
                return null;
            }
            ObjectNode body = any(examples).deepCopy();
            ids.forEach((name, id) -> {
                if (body.has(name)) {
                    body.put(name, id);
                }
            });
            return body;
        }

        void wrongPath() {
            if (operation.parameters().isEmpty()) {
                path += any(List.of("/", "/x", "//", "/..", ";x", "%00", "/%2e%2e/x"));
            } else {
                path = path.replaceFirst("\\{\\w+}", any(TEXTS).replace("$", ""));
            }
        }

        void wrongHead() {
            switch (random.nextInt(4)) {
                case 0 -> method = any(METHODS);
                case 1 -> withCredentials = false;
                case 2 -> headers.removeIf(header -> header.startsWith("Content-Type"));
                default -> headers.add(any(HEADERS));
            }
        }

        void wrongField() {
            List<JsonNode> nodes = new ArrayList<>();
            collect(tree, nodes);
            JsonNode node = any(nodes);
            RawValue value = new RawValue(any(VALUES));
            if (node instanceof ObjectNode object) {
                List<String> fields = new ArrayList<>(
                        object.properties().stream().map(Map.Entry::getKey).toList());
                fields.addAll(List.of("unknown", "", "__proto__", "\u0000"));
                if (random.nextInt(4) == 0) {
                    object.remove(any(fields));
                } else {
                    object.putRawValue(any(fields), value);
                }
            } else if (node instanceof ArrayNode array) {
                array.addRawValue(value);
            }
        }

        private static void collect(@Nullable JsonNode node, List<JsonNode> containers) {
            if (node != null && node.isContainerNode()) {
                containers.add(node);
                node.forEach(child -> collect(child, containers));
            }
        }

        RawRequest request() {
            for (String parameter : operation.parameters()) {
                path = path.replace("{" + parameter + "}", URLEncoder.encode(ids.getOrDefault(parameter, "9"), UTF_8));
            }
            if (withCredentials) {
                headers.addAll(credentials.stream().filter(this::isMissing).toList());
            }
            String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
            return new RawRequest(method, target, List.copyOf(headers), bytes());
        }

        private boolean isMissing(String credential) {
            String name = credential.substring(0, credential.indexOf(':') + 1);
            return headers.stream().noneMatch(header -> header.startsWith(name));
        }

        private byte[] bytes() {
            if (tree == null) {
                return random.nextInt(8) == 0 ? "{\"unexpected\":true}".getBytes(UTF_8) : new byte[0];
            }
            String text;
            try {
                text = JSON.writeValueAsString(tree);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            return wrongBytes ? wrong(text) : text.getBytes(UTF_8);
        }

        private byte[] wrong(String text) {
            byte[] bytes = text.getBytes(UTF_8);
            return switch (random.nextInt(12)) {
                case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
                case 1 -> (text + text).getBytes(UTF_8);
                case 2 -> text.getBytes(UTF_16);
                case 3 -> ("\ufeff" + text).getBytes(UTF_8);
                case 4 -> any(VALUES).getBytes(UTF_8);
                case 5 -> new byte[0];
                case 6 -> "[".repeat(LONGEST_BODY / 4).getBytes(UTF_8);
                case 7 -> (text.substring(0, 1) + "\"a\":1,".repeat(2) + text.substring(1)).getBytes(UTF_8);
                case 8 -> (text + " ".repeat(LONGEST_BODY)).getBytes(UTF_8);
                case 9 -> text.replace('"', '\'').getBytes(UTF_8);
                default -> {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(32));
                    yield bytes;
                }
            };
        }
    }
}
