package io.boxoffice.notification.application.port;

import io.boxoffice.notification.domain.DeadLetter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the consumers gave up, by the work queue it came from, oldest first. */
public interface DeadLetters {

    /** The lease of whoever looks: a message that somebody holds in their hands is invisible to others. */
    String LEASE = "dead-letters";

    /** How many of a queue's oldest can be seen at all. */
    int WINDOW = 1_000;

    /** The oldest of a queue, left where they are. */
    List<DeadLetter> oldest(String queue, int limit);

    /** One of the {@value #WINDOW} oldest of a queue, left where it is. */
    Optional<DeadLetter> find(String queue, String messageId);

    /** Sends one of the {@value #WINDOW} oldest back to work; false if it is not there. */
    boolean redrive(String queue, String messageId);

    /** Sends the oldest of a queue back to work and tells how many there were. */
    int redriveOldest(String queue, int limit);

    /** How many there are, for each work queue. */
    Map<String, Long> depths();

    /** How many events reached no queue at all. */
    long unrouted();
}
