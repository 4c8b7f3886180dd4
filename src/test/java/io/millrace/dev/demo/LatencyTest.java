package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.demo.Latency.Percentiles;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private final Latency latency = new Latency();

    @Test
    void percentilesAreThoseOfWhatWasRecorded() {
        for (int millis = 1; millis <= 100; millis++) {
            latency.record(millis);
        }

        assertThat(latency.lately()).isEqualTo(new Percentiles(100, 50, 99));
        assertThat(latency.overall()).isEqualTo(new Percentiles(100, 50, 99));
    }

    @Test
    void whatIsTenIntervalsOldCountsOverallOnly() {
        latency.record(900);
        latency.lately();
        for (int i = 0; i < 9; i++) {
            latency.record(5);
            assertThat(latency.lately().p99()).isEqualTo(900);
        }
        latency.record(5);

        assertThat(latency.lately()).isEqualTo(new Percentiles(10, 5, 5));
        assertThat(latency.overall()).isEqualTo(new Percentiles(11, 5, 900));
    }

    @Test
    void clocksThatDisagreeMakeNoNegativeTime() {
        latency.record(-3);
        assertThat(latency.lately()).isEqualTo(new Percentiles(1, 0, 0));
    }
}
