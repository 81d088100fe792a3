package io.boxoffice.kernel.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A wire to a server, which a test can cut: at once, or in the middle of what is being sent. */
public final class Wire implements AutoCloseable {

    private static final int CHUNK = 4_096;
    private static final Duration FROST = Duration.ofMillis(5);

    private final String host;
    private final int port;
    private final ServerSocket entrance;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile boolean silent;
    private volatile boolean frozen;
    private volatile Duration delay = Duration.ZERO;

    /** A wire to that address. */
    public Wire(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String host() {
        return entrance.getInetAddress().getHostAddress();
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Ends every connection now. New ones may be made. */
    public void cut() {
        cuts.incrementAndGet();
        sockets.forEach(Wire::close);
        sockets.clear();
    }

    /** Ends every connection once, after so many more bytes to the server. */
    public void cutAfter(long bytes) {
        bytesLeft.set(bytes);
    }

    /** From now on nothing that the server says arrives, and new connections are refused. */
    public void silence() {
        silent = true;
    }

    /** From now on what the server says arrives that much later. */
    public void slow(Duration by) {
        delay = by;
    }

    /** Nothing gets through in either direction, and nothing is lost, until it is let go on. */
    public void freeze(boolean now) {
        frozen = now;
    }

    /** How often the wire was cut. */
    public int cuts() {
        return cuts.get();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (silent) {
                    client.close();
                    continue;
                }
                sockets.add(client);
                Socket server = connect(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> carry(client, server, true));
                Thread.ofVirtual().start(() -> carry(server, client, false));
            } catch (IOException e) {
                // the test ended, or the server is away: the client sees a closed connection
            }
        }
    }

    private Socket connect(Socket client) throws IOException {
        try {
            return new Socket(host, port);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private void carry(Socket from, Socket to, boolean toServer) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            int length;
            while ((length = from.getInputStream().read(chunk)) >= 0) {
                hold(toServer);
                if (toServer && bytesLeft.addAndGet(-length) < 0) {
                    bytesLeft.set(Long.MAX_VALUE);
                    cut();
                } else if (toServer || !silent) {
                    to.getOutputStream().write(chunk, 0, length);
                }
            }
        } catch (IOException e) {
            // the other side is gone, or the wire was cut
        }
    }

    private void hold(boolean toServer) throws IOException {
        try {
            if (!toServer && delay.isPositive()) {
                Thread.sleep(delay);
            }
            while (frozen) {
                Thread.sleep(FROST);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
