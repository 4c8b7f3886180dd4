package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.job.WindowAggregate.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowAggregateTest {
    @Test
    void isReadFromTheNameOfAFeature() {
        assertThat(WindowAggregate.named("customer.avg_10m")).isEqualTo(new WindowAggregate(Kind.AVG, 600_000));
        assertThat(WindowAggregate.named("customer.count_24h").column()).isEqualTo("count_86400000");
    }

    @Test
    void refusesOtherNames() {
        assertThatThrownBy(() -> WindowAggregate.named("customer.risk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("customer.risk is named after no aggregate and window; expected for example"
                        + " customer.avg_10m");
        assertThatThrownBy(() -> WindowAggregate.named("customer.avg_10x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("customer.avg_10x ends with no duration");
    }

    @Test
    void windowsAreListedOnceFromTheLongest() {
        List<WindowAggregate> features = List.of(
                new WindowAggregate(Kind.SUM, 1), new WindowAggregate(Kind.SUM, 3), new WindowAggregate(Kind.MAX, 1));

        assertThat(WindowAggregate.windows(features)).containsExactly(3L, 1L);
    }
}
