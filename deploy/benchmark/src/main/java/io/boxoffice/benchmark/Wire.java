package io.boxoffice.benchmark;

import io.boxoffice.benchmark.Load.Customer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One keep-alive connection that speaks as much HTTP/1.1 as our services answer with: a length and a body. */
final class Wire {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int NOT_MODIFIED = 304;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final Customer customer;
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private long intended;
    private int status;

    private Wire(SocketChannel channel, Customer customer) {
        this.channel = channel;
        this.customer = customer;
    }

    static Wire connect(InetSocketAddress target, Selector selector, Customer customer) throws IOException {
        SocketChannel channel = SocketChannel.open(target);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        Wire wire = new Wire(channel, customer);
        channel.register(selector, SelectionKey.OP_READ, wire);
        return wire;
    }

    /** Sends the customer's next request; false if there is none. */
    boolean ask(long intendedNanos) throws IOException {
        byte[] request = customer.next();
        if (request == null) {
            return false;
        }
        intended = intendedNanos;
        in.clear();
        // one request at a time of about a kilobyte: the socket's buffer always has room for it
        for (ByteBuffer out = ByteBuffer.wrap(request); out.hasRemaining(); ) {
            channel.write(out);
        }
        return true;
    }

    /** Reads what has arrived; true once the whole answer is there and the customer has it. */
    boolean receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the connection was closed after " + in.position() + " bytes of an answer");
        }
        int body = bodyStart(in.array(), in.position());
        if (body < 0) {
            return false;
        }
        status = number(in.array(), 9);
        int length = status == NOT_MODIFIED ? 0 : contentLength(in.array(), body);
        if (in.position() < body + length) {
            return false;
        }
        customer.answered(new Answer(status, in.array(), body, body + length));
        return true;
    }

    long intended() {
        return intended;
    }

    int status() {
        return status;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Behind the empty line; negative while it has not come. */
    static int bodyStart(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    static int contentLength(byte[] bytes, int headEnd) {
        for (int i = 0; i < headEnd; i++) {
            if (bytes[i] == '\n' && startsWithLength(bytes, i + 1, headEnd)) {
                int digit = i + 1 + LENGTH.length;
                while (bytes[digit] == ' ') {
                    digit++;
                }
                return number(bytes, digit);
            }
        }
        throw new IllegalStateException(
                "an answer without a length: " + new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1));
    }

    private static boolean startsWithLength(byte[] bytes, int from, int headEnd) {
        if (from + LENGTH.length >= headEnd) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if (Character.toLowerCase(bytes[from + i]) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from) {
        int value = 0;
        for (int i = from; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
