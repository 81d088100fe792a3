import com.rabbitmq.client.ConnectionFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Prints the events of the stream, one JSON document a line, until nothing more has come for three seconds. */
class ReadEvents {

    private static final long QUIET_MILLIS = 3_000;

    /** Arguments: the broker's amqp:// address, and the offset to start from; without one, the beginning. */
    public static void main(String[] arguments) throws Exception {
        Object from = arguments.length > 1 ? Long.parseLong(arguments[1]) : "first";
        AtomicLong heard = new AtomicLong(System.currentTimeMillis());
        AtomicLong next = new AtomicLong(from instanceof Long offset ? offset : 0);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(arguments[0]);
        try (var connection = factory.newConnection("analytics");
                var channel = connection.createChannel()) {
            channel.basicQos(200); // a stream is only sent to consumers that bound what is under way
            channel.basicConsume(
                    "analytics.events",
                    false,
                    Map.of("x-stream-offset", from),
                    (tag, message) -> {
                        System.out.writeBytes(message.getBody());
                        System.out.println();
                        channel.basicAck(message.getEnvelope().getDeliveryTag(), false);
                        next.set(1 + (Long) message.getProperties().getHeaders().get("x-stream-offset"));
                        heard.set(System.currentTimeMillis());
                    },
                    tag -> {});
            while (System.currentTimeMillis() - heard.get() < QUIET_MILLIS) {
                Thread.sleep(100);
            }
        }
        System.err.println("Next time, go on from offset " + next);
    }
}
