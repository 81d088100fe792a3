package io.boxoffice.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxoffice.acceptance.Contract.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A request byte for byte, also one that no HTTP client would send. */
record RawRequest(String method, String target, List<String> headers, byte[] body) {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern LINE = Pattern.compile("\r\n");

    /** Sends it over a connection of its own. */
    Exchange send(URI base) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            try {
                out.write(bytes(base));
                out.flush();
            } catch (IOException e) {
                // whoever has read enough may hang up, and has answered before
            }
            return answer(in.readAllBytes());
        }
    }

    private byte[] bytes(URI base) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: ").append(base.getAuthority()).append("\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        bytes.write(head.append("Connection: close\r\n\r\n").toString().getBytes(ISO_8859_1));
        bytes.write(body);
        return bytes.toByteArray();
    }

    private Exchange answer(byte[] received) {
        String text = new String(received, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IllegalStateException("no answer: " + text);
        }
        List<String> lines = LINE.splitAsStream(text.substring(0, end)).toList();
        Map<String, List<String>> answered = map(lines.subList(1, lines.size()));
        String content = text.substring(end + 4);
        boolean chunked = answered.entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase("Transfer-Encoding")
                        && header.getValue().contains("chunked"));
        refuseWhatIsCutOff(answered, content);
        return new Exchange(
                method,
                target,
                map(headers),
                text(body),
                Integer.parseInt(lines.getFirst().substring(9, 12)),
                answered,
                new String((chunked ? joined(content) : content).getBytes(ISO_8859_1), UTF_8));
    }

    /** A byte order mark tells how it is written, and is no part of it. */
    private static String text(byte[] body) {
        boolean wide = body.length > 1 && body[0] == (byte) 0xfe && body[1] == (byte) 0xff;
        String text = new String(body, wide ? UTF_16 : UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private void refuseWhatIsCutOff(Map<String, List<String>> answered, String content) {
        boolean whole = method.equals("HEAD")
                || answered.getOrDefault("Content-Length", List.of()).stream()
                        .allMatch(length -> Integer.parseInt(length) == content.length());
        if (!whole) {
            throw new IllegalStateException("the answer was cut off: " + answered + " " + content);
        }
    }

    private static Map<String, List<String>> map(List<String> headers) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = Math.max(header.indexOf(':'), 0);
            map.computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
                    .add(header.substring(Math.min(colon + 1, header.length())).strip());
        }
        return map;
    }

    private static String joined(String chunks) {
        StringBuilder joined = new StringBuilder();
        int at = 0;
        while (at < chunks.length()) {
            int line = chunks.indexOf("\r\n", at);
            int size = Integer.parseInt(chunks.substring(at, line), 16);
            joined.append(chunks, line + 2, line + 2 + size);
            at = size == 0 ? chunks.length() : line + 2 + size + 2;
        }
        return joined.toString();
    }

    @Override
    public String toString() {
        String sent = method + " " + target + " "
                + headers.stream()
                        .map(header ->
                                header.startsWith("Authorization: Bearer ey") ? "Authorization: (a token)" : header)
                        .toList()
                + " " + new String(body, UTF_8);
        return sent.length() > 600 ? sent.substring(0, 600) + "... (" + body.length + " bytes)" : sent;
    }
}
