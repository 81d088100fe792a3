package io.boxoffice.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A mail server for more mails than a test can keep: it counts their Message-IDs and forgets the rest. */
final class MailCounter implements AutoCloseable {

    private static final String MESSAGE_ID = "Message-ID:";

    private final ServerSocket server;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    MailCounter() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::listen);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How often each mail came. */
    Map<String, Integer> counts() {
        return Map.copyOf(counts);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (Socket socket = client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = socket.getOutputStream();
            say(out, "220 counter ESMTP");
            for (String line = in.readLine(); line != null && !line.startsWith("QUIT"); line = in.readLine()) {
                if (line.startsWith("DATA")) {
                    say(out, "354 go on");
                    count(in);
                }
                say(out, "250 ok");
            }
        } catch (IOException e) {
            // the client died: that is what the test is about
        }
    }

    /** A mail counts when all of it is here, as it would for a real server. */
    private void count(BufferedReader in) throws IOException {
        String id = "";
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            if (id.isEmpty() && line.startsWith(MESSAGE_ID)) {
                // a long one is folded onto the next line
                String rest = line.substring(MESSAGE_ID.length()).strip();
                id = rest.isEmpty() ? String.valueOf(in.readLine()).strip() : rest;
            }
            line = in.readLine();
        }
        if (line != null) {
            counts.merge(id, 1, Integer::sum);
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
