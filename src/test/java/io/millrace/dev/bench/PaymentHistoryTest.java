package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.WindowAggregate;
import io.millrace.job.WindowAggregate.Kind;
import org.junit.jupiter.api.Test;

class PaymentHistoryTest {
    private static PaymentHistory history() {
        PaymentHistory history = new PaymentHistory();
        history.add("a", 1_000, 4);
        history.add("b", 1_010, 2);
        history.add("c", 1_010, 6);
        history.add("d", 1_020, 1);
        return history;
    }

    @Test
    void aWindowHoldsItsRightEndAndNotItsLeft() {
        assertThat(history().expected("d", new WindowAggregate(Kind.COUNT, 10), 1))
                .isEqualTo(1);
        assertThat(history().expected("d", new WindowAggregate(Kind.COUNT, 11), 1))
                .isEqualTo(3);
        assertThat(history().expected("d", new WindowAggregate(Kind.SUM, 11), 1))
                .isEqualTo(9);
        assertThat(history().expected("d", new WindowAggregate(Kind.AVG, 11), 1))
                .isEqualTo(3);
        assertThat(history().expected("d", new WindowAggregate(Kind.MIN, 11), 1))
                .isEqualTo(1);
        assertThat(history().expected("d", new WindowAggregate(Kind.MAX, 11), 1))
                .isEqualTo(6);
    }

    @Test
    void aWindowOfWholeHopsBeginsAtOne() {
        assertThat(history().expected("d", new WindowAggregate(Kind.COUNT, 11), 10))
                .isEqualTo(3);
        assertThat(history().expected("d", new WindowAggregate(Kind.COUNT, 11), 300))
                .isEqualTo(4);
        assertThat(history().expected("d", new WindowAggregate(Kind.COUNT, 20), 10))
                .isEqualTo(3);
    }

    @Test
    void whatComesLaterDoesNotCount() {
        assertThat(history().expected("b", new WindowAggregate(Kind.SUM, 1_000), 1))
                .isEqualTo(6);
    }

    @Test
    void tellsTies() {
        assertThat(history().isTied("a")).isFalse();
        assertThat(history().isTied("b")).isTrue();
        assertThat(history().isTied("c")).isTrue();
        assertThat(history().isTied("d")).isFalse();
    }

    @Test
    void refusesDisorder() {
        PaymentHistory history = history();

        assertThatThrownBy(() -> history.add("e", 1_019, 1))
                .isInstanceOf(BenchException.class)
                .hasMessage("Payment e is older than the one before; give --data in order of time");
    }
}
