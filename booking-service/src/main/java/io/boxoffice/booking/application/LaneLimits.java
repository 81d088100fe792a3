package io.boxoffice.booking.application;

import java.time.Duration;

/**
 * How much a set of lanes does at a time, and how much may wait.
 *
 * @param lanes how many groups are worked on side by side
 * @param group the most requests in one group
 * @param queue the most requests waiting in one lane
 * @param maxWait the longest a request waits before its group starts
 * @param oneShow whether a group is of one show only, as a database needs it that keeps shows on different machines
 */
public record LaneLimits(int lanes, int group, int queue, Duration maxWait, boolean oneShow) {

    public LaneLimits {
        if (lanes < 1 || group < 1 || queue < 1 || maxWait.isNegative()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
