package io.boxoffice.expiry.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxoffice.expiry.application.ExpireDue.Bounded;
import io.boxoffice.expiry.application.ExpireDue.Drained;
import io.boxoffice.expiry.application.port.Expirations;
import org.junit.jupiter.api.Test;

class ExpireDueTest {

    private final Books books = new Books();
    private final ExpireDue expireDue = new ExpireDue(books);

    @Test
    void asks_once_when_nothing_is_due() {
        assertThat(expireDue.handle()).isEqualTo(new Drained(0));
        assertThat(books.questions).isEqualTo(1);
    }

    @Test
    void goes_on_until_none_is_left() {
        books.due = 3 * ExpireDue.BATCH_SIZE + 1;

        assertThat(expireDue.handle()).isEqualTo(new Drained(3 * ExpireDue.BATCH_SIZE + 1));
        assertThat(books.due).isZero();
        assertThat(books.questions).isEqualTo(4);
    }

    @Test
    void a_run_ends_even_when_more_falls_due_all_the_time() {
        books.due = Integer.MAX_VALUE;

        assertThat(expireDue.handle()).isEqualTo(new Bounded(ExpireDue.MAX_BATCHES * ExpireDue.BATCH_SIZE));
        assertThat(books.questions).isEqualTo(ExpireDue.MAX_BATCHES);
    }

    @Test
    void the_last_batch_of_a_run_may_be_the_last_of_all() {
        books.due = ExpireDue.MAX_BATCHES * ExpireDue.BATCH_SIZE;

        assertThat(expireDue.handle()).isInstanceOf(Drained.class);
    }

    @Test
    void a_failure_ends_the_run_and_the_next_one_goes_on() {
        books.due = 2 * ExpireDue.BATCH_SIZE;
        books.failAt = 2;

        assertThatThrownBy(expireDue::handle).isInstanceOf(IllegalStateException.class);
        assertThat(expireDue.handle()).isEqualTo(new Drained(ExpireDue.BATCH_SIZE));
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
