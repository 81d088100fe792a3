package io.boxoffice.notification.application.port;

import io.boxoffice.notification.domain.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the consumers gave up, by the work queue it came from, and what reached none; oldest first. */
public interface DeadLetters {

    /** The lease of whoever looks: a message that somebody holds in their hands is invisible to others. */
    String LEASE = "dead-letters";

    /** Stands for a queue's name where an event is meant that no queue was bound for; it goes back to the exchange. */
    String UNROUTED = "unrouted";

    /** How many of a queue's oldest can be seen at all. */
    int WINDOW = 1_000;

    /** The oldest of a queue, left where they are. */
    List<DeadLetter> oldest(String queue, int limit);

    /** One of the {@value #WINDOW} oldest of a queue, left where it is. */
    Optional<DeadLetter> find(String queue, String messageId);

    /** Sends the messages of that id among the {@value #WINDOW} oldest back to work and tells how many there were. */
    int redrive(String queue, String messageId);

    /** Sends the oldest of a queue back to work and tells how many there were. */
    int redriveOldest(String queue, int limit);

    /** How many there are, for each work queue and, under {@link #UNROUTED}, of what reached none. */
    Map<String, Long> depths();

    /** How many messages wait for a consumer, for each work queue. */
    Map<String, Long> backlogs();
}
