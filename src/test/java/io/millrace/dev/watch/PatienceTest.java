package io.millrace.dev.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience(Duration.ofNanos(10));

    @Test
    void itLastsUntilTheCountHasStoodStillForTheLimit() {
        assertThat(patience.lasts(100, 0)).isTrue();
        assertThat(patience.lasts(109, 0)).isTrue();
        assertThat(patience.lasts(110, 0)).isFalse();
    }

    @Test
    void itBeginsAnewWithEachChange() {
        assertThat(patience.lasts(100, 1)).isTrue();
        assertThat(patience.lasts(109, 2)).isTrue();
        assertThat(patience.lasts(118, 2)).isTrue();
        assertThat(patience.lasts(119, 2)).isFalse();
    }
}
