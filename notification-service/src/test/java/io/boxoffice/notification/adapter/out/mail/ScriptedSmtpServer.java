package io.boxoffice.notification.adapter.out.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that answers as it is told, stage by stage, and takes every mail when it is told nothing. */
public final class ScriptedSmtpServer implements AutoCloseable {

    /** Said instead of an answer: the connection is closed. */
    public static final String CLOSE = "close";

    /** Said instead of an answer: nothing, for as long as the client waits. */
    public static final String SILENCE = "silence";

    /** Said instead of an answer: a byte after the other, without end. */
    public static final String DRIP = "drip";

    /** Put behind an answer: the connection is closed after it. */
    public static final String THEN_CLOSE = " (and closes)";

    /** Where in the dialogue an answer is due. */
    public enum Stage {
        CONNECT("220 scripted.example ESMTP"),
        EHLO("250 scripted.example"),
        STARTTLS("220 2.0.0 go ahead"),
        AUTH("235 2.7.0 welcome"),
        MAIL("250 2.1.0 sender ok"),
        RCPT("250 2.1.5 recipient ok"),
        DATA("354 go ahead"),
        BODY("250 2.0.0 queued as 17"),
        RSET("250 2.0.0 forgotten"),
        NOOP("250 2.0.0 still here"),
        QUIT("221 bye");

        private final String usual;

        Stage(String usual) {
            this.usual = usual;
        }
    }

    private static final long DRIP_MILLIS = 20;

    private final ServerSocket server;
    private volatile @Nullable SSLContext identity;
    private volatile CountDownLatch acceptance = new CountDownLatch(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final Queue<Map.Entry<Stage, String>> once = new ConcurrentLinkedQueue<>();
    private final Map<String, String> recipients = new ConcurrentHashMap<>();

    public ScriptedSmtpServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("scripted-smtp").start(this::listen);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Offers the next client to encrypt, and is then who that context says. */
    public void offerEncryption(SSLContext newIdentity) {
        identity = newIdentity;
        next(Stage.EHLO, "250-scripted.example\r\n250 STARTTLS");
    }

    /** Answers so once, at the next conversation that gets to that stage; several such answers wait in line. */
    public void next(Stage stage, String answer) {
        once.add(Map.entry(stage, answer));
    }

    /** Answers so each time a mail is for that recipient. */
    public void refuse(String recipient, String answer) {
        recipients.put(recipient, answer);
    }

    /** Takes mails for that recipient again. */
    public void relent(String recipient) {
        recipients.remove(recipient);
    }

    /** Thinks about every mail until {@link #accept}. */
    public void hesitate() {
        acceptance = new CountDownLatch(1);
    }

    public void accept() {
        acceptance.countDown();
    }

    /** How many connections were made. */
    public int connections() {
        return connections.get();
    }

    /** What clients said, but for their mails. */
    public List<String> commands() {
        return commands;
    }

    /** The mails whose text arrived completely, whatever was answered. */
    public List<String> mails() {
        return mails;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }

    private void listen() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (Socket socket = client) {
            if (say(socket, Stage.CONNECT, answer(Stage.CONNECT))) {
                talk(socket);
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private void talk(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        boolean more = true;
        while (more) {
            String line = in.readLine();
            more = line != null && hear(socket, in, line);
        }
    }

    private boolean hear(Socket socket, BufferedReader in, String line) throws IOException {
        commands.add(line);
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        if (verb.equals("RCPT")) {
            Optional<String> refusal = recipients.keySet().stream()
                    .filter(line::contains)
                    .map(recipients::get)
                    .findFirst();
            return say(socket, Stage.RCPT, refusal.orElseGet(() -> answer(Stage.RCPT)));
        }
        Stage stage = Stage.valueOf(verb);
        String answer = answer(stage);
        if (!say(socket, stage, answer)) {
            return false;
        }
        if (stage == Stage.DATA && answer.startsWith("354")) {
            mails.add(body(in));
            waitFor(acceptance);
            return say(socket, Stage.BODY, answer(Stage.BODY));
        }
        if (stage == Stage.STARTTLS) {
            talk(encrypted(socket));
            return false;
        }
        return stage != Stage.QUIT;
    }

    private Socket encrypted(Socket socket) throws IOException {
        SSLSocket encrypted = (SSLSocket)
                Objects.requireNonNull(identity).getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        encrypted.setUseClientMode(false);
        return encrypted;
    }

    private String answer(Stage stage) {
        Map.Entry<Stage, String> next = once.peek();
        if (next != null && next.getKey() == stage && once.remove(next)) {
            return next.getValue();
        }
        return stage.usual;
    }

    private boolean say(Socket socket, Stage stage, String answer) throws IOException {
        if (answer.equals(CLOSE)) {
            return false;
        }
        if (answer.equals(SILENCE)) {
            waitFor(closed);
            return false;
        }
        if (answer.equals(DRIP)) {
            drip(socket);
            return false;
        }
        boolean last = answer.endsWith(THEN_CLOSE);
        String line = last ? answer.substring(0, answer.length() - THEN_CLOSE.length()) : answer;
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return !last && (stage != Stage.CONNECT || answer.startsWith("220"));
    }

    /** Until the client has gone. */
    private void drip(Socket socket) throws IOException {
        try {
            while (!closed.await(DRIP_MILLIS, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write('2');
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(BufferedReader in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            body.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return body.toString();
    }
}
