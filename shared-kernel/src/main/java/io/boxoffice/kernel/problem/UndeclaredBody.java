package io.boxoffice.kernel.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * A body that comes in chunks and does not say how long it will be. It is read before anything else looks at the request,
 * because once a resource reads it, it is too late for a proper answer.
 */
final class UndeclaredBody {

    /** A client mostly looks for its answer when it has sent everything; one that never stops does not get so far. */
    private static final int PATIENCE = 128;

    private final RoutingContext context;
    private final long maxBytes;
    private final Consumer<RoutingContext> tooLarge;
    private final Buffer body = Buffer.buffer();
    private long received;

    UndeclaredBody(RoutingContext context, long maxBytes, Consumer<RoutingContext> tooLarge) {
        this.context = context;
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
    }

    static boolean isIn(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) && !request.isEnded();
    }

    void read() {
        HttpServerRequest request = context.request();
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            context.response().writeContinue();
        }
        request.handler(this::add).endHandler(end -> finish()).resume();
    }

    private void add(Buffer chunk) {
        boolean fitted = received <= maxBytes;
        received += chunk.length();
        if (received <= maxBytes) {
            body.appendBuffer(chunk);
        } else if (fitted) {
            tooLarge.accept(context);
        } else if (received > PATIENCE * maxBytes) {
            context.request().connection().close();
        }
    }

    @SuppressWarnings("deprecation") // the body's new home in Vert.x can be read but not set
    private void finish() {
        if (received <= maxBytes) {
            context.setBody(body);
            context.next();
        } else {
            context.request().connection().close();
        }
    }
}
