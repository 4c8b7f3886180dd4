package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long SECOND = 1_000_000_000;

    private final Rate rate = new Rate(Duration.ofSeconds(2));

    @Test
    void theFirstReadingTellsNothing() {
        assertThat(rate.read(0, 500)).isZero();
    }

    @Test
    void growthIsTakenOverTheSpan() {
        rate.read(0, 0);
        assertThat(rate.read(SECOND, 100)).isEqualTo(100);
        assertThat(rate.read(2 * SECOND, 100)).isEqualTo(50);
    }

    @Test
    void whatLiesBeforeTheSpanIsForgotten() {
        rate.read(0, 0);
        rate.read(SECOND, 1_000);
        rate.read(2 * SECOND, 1_000);

        assertThat(rate.read(3 * SECOND, 1_010)).isEqualTo(5);
    }
}
