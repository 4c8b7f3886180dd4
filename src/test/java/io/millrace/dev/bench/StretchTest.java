package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StretchTest {
    /** Slow for ten seconds, then a hundred results a second at half a core. */
    private static final List<Sample> SAMPLES =
            List.of(new Sample(100, 0, 7), new Sample(110, 10, 17), new Sample(112, 210, 18), new Sample(114, 410, 19));

    @Test
    void leavesOutWhatLiesBeforeAndAfter() {
        Stretch steady = Stretch.between(SAMPLES, 10, 410);

        assertThat(steady).isEqualTo(new Stretch(400, 4, 2));
        assertThat(steady.eventsPerSecond()).isEqualTo(100);
        assertThat(steady.cpuSecondsPerMillion()).isEqualTo(5000);
        assertThat(steady.cores()).isEqualTo(0.5);
    }

    @Test
    void interpolatesBetweenSamples() {
        Stretch middle = Stretch.between(SAMPLES, 60, 310);

        assertThat(middle.seconds()).isCloseTo(2.5, within(1e-9));
        assertThat(middle.cpuSeconds()).isCloseTo(1.25, within(1e-9));
        assertThat(middle.eventsPerSecond()).isCloseTo(100, within(1e-9));
    }

    @Test
    void takesTheFirstMomentWhenProgressStoodStill() {
        List<Sample> samples = List.of(new Sample(0, 0, 0), new Sample(1, 50, 1), new Sample(9, 50, 2));

        assertThat(Stretch.at(samples, 50).seconds()).isEqualTo(1);
    }

    @Test
    void refusesARunThatEndedEarly() {
        assertThatThrownBy(() -> Stretch.between(SAMPLES, 10, 411))
                .isInstanceOf(BenchException.class)
                .hasMessage("The run ended before 411 results were seen");
    }

    @Test
    void refusesARunWithoutDuration() {
        List<Sample> samples = List.of(new Sample(5, 1000, 3));

        assertThatThrownBy(() -> Stretch.between(samples, 100, 950))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("too short to be measured")
                .hasMessageContaining("give more --events");
    }
}
