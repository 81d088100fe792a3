package io.boxoffice.booking.adapter.in.rest;

import io.boxoffice.booking.application.WatchSeats.Entrance;
import io.boxoffice.booking.application.port.Watcher;
import io.boxoffice.booking.domain.live.News;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/**
 * One client who watches. What it has not read yet is never piled up: as long as it lags behind it is told nothing, and
 * when it has caught up it gets a new snapshot instead of all that it missed. Who does not catch up in time is dropped.
 * So a socket costs at most one snapshot and what the operating system buffers.
 */
final class LiveSocket implements Watcher {

    /** "Try again later", of the IANA registry of close codes. */
    static final short TOO_SLOW = 1013;

    private static final long NOT_BEHIND = -1;

    private final ServerWebSocket socket;
    private final Vertx vertx;
    private final Context context;
    private final LiveMessages messages;
    private final Entrance entrance;
    private final Duration patience;
    private final Runnable onDrop;
    private Runnable leave = () -> {};
    private long dropTimer = NOT_BEHIND;

    /** To be made on the socket's own event loop. */
    LiveSocket(
            ServerWebSocket socket,
            Vertx vertx,
            LiveMessages messages,
            Entrance entrance,
            Duration patience,
            Runnable onDrop) {
        this.socket = socket;
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.messages = messages;
        this.entrance = entrance;
        this.patience = patience;
        this.onDrop = onDrop;
    }

    /** Everything of a socket happens on its own event loop. */
    void open(Runnable onClose) {
        socket.closeHandler(gone -> {
            leave.run();
            vertx.cancelTimer(dropTimer);
            onClose.run();
        });
        socket.exceptionHandler(broken -> socket.close());
        leave = entrance.enter(this);
    }

    @Override
    public void tell(News news) {
        String message = messages.of(news);
        context.runOnContext(now -> send(() -> socket.writeTextMessage(message)));
    }

    /**
     * Keeps everybody on the way from taking a quiet socket for dead, and finds those who do not read while nothing
     * happens: answers to their own pings pile up, too.
     */
    void ping() {
        context.runOnContext(now -> send(() -> socket.writePing(Buffer.buffer())));
    }

    private void send(Runnable writing) {
        if (socket.isClosed() || dropTimer != NOT_BEHIND) {
            return;
        }
        if (!socket.writeQueueFull()) {
            writing.run();
            return;
        }
        dropTimer = vertx.setTimer(patience.toMillis(), tooLate -> drop());
        socket.drainHandler(read -> catchUp());
    }

    private void catchUp() {
        if (dropTimer != NOT_BEHIND && vertx.cancelTimer(dropTimer)) {
            dropTimer = NOT_BEHIND;
            leave.run();
            leave = entrance.enter(this);
        }
    }

    private void drop() {
        leave.run();
        onDrop.run();
        socket.close(TOO_SLOW, "too slow");
    }
}
