package io.boxoffice.expiry.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.expiry.application.ExpireDue.Outcome;
import io.boxoffice.expiry.application.port.Expirations;
import org.junit.jupiter.api.Test;

class ExpireDueTest {

    private final Books books = new Books();
    private final ExpireDue expireDue = new ExpireDue(books);
    private int expired;

    @Test
    void asks_once_when_nothing_is_due() {
        assertThat(run()).isEqualTo(Outcome.DRAINED);
        assertThat(expired).isZero();
        assertThat(books.questions).isEqualTo(1);
    }

    @Test
    void goes_on_until_none_is_left() {
        books.due = 3 * ExpireDue.BATCH_SIZE + 1;

        assertThat(run()).isEqualTo(Outcome.DRAINED);
        assertThat(expired).isEqualTo(3 * ExpireDue.BATCH_SIZE + 1);
        assertThat(books.due).isZero();
        assertThat(books.questions).isEqualTo(4);
    }

    @Test
    void a_run_ends_even_when_more_falls_due_all_the_time() {
        books.due = Integer.MAX_VALUE;

        assertThat(run()).isEqualTo(Outcome.BOUNDED);
        assertThat(expired).isEqualTo(ExpireDue.MAX_BATCHES * ExpireDue.BATCH_SIZE);
        assertThat(books.questions).isEqualTo(ExpireDue.MAX_BATCHES);
    }

    @Test
    void the_last_batch_of_a_run_may_be_the_last_of_all() {
        books.due = ExpireDue.MAX_BATCHES * ExpireDue.BATCH_SIZE;

        assertThat(run()).isEqualTo(Outcome.DRAINED);
    }

    @Test
    void a_failure_ends_the_run_what_came_before_it_counts_and_the_next_run_goes_on() {
        books.due = 2 * ExpireDue.BATCH_SIZE;
        books.failAt = 2;

        assertThatThrownBy(this::run).isInstanceOf(IllegalStateException.class);
        assertThat(expired).isEqualTo(ExpireDue.BATCH_SIZE);
        assertThat(run()).isEqualTo(Outcome.DRAINED);
        assertThat(expired).isEqualTo(2 * ExpireDue.BATCH_SIZE);
    }

    private Outcome run() {
        return expireDue.handle(batch -> expired += batch);
    }

    private static final class Books implements Expirations {

        private int due;
        private int questions;
        private int failAt;

        @Override
        public Batch expireDue(int limit) {
            if (++questions == failAt) {
                throw new IllegalStateException("away");
            }
            int expired = Math.min(due, limit);
            due -= expired;
            return new Batch(expired, due > 0);
        }
    }
}
