package io.boxoffice.notification.adapter.out.mail;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * A socket that is not used beyond a point in time. The time-out of a socket bounds each read alone, and begins anew with
 * every byte: whoever says an answer byte by byte would hold us for ever.
 */
final class PunctualSocket extends Socket {

    private volatile long endNanos;

    PunctualSocket(long endNanos) {
        this.endNanos = endNanos;
    }

    /** What begins to be read or written after that {@link System#nanoTime} fails. */
    void until(long newEndNanos) {
        endNanos = newEndNanos;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                check();
                return super.read(bytes, from, length);
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                check();
                out.write(bytes, from, length);
            }
        };
    }

    private void check() throws SocketTimeoutException {
        if (System.nanoTime() - endNanos > 0) {
            throw new SocketTimeoutException("out of time");
        }
    }
}
