package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutputTest {
    @Test
    void reconcilesWhereEachEventHasOneAnswer() {
        assertThatCode(() -> new Output(995, 995, 5, 1).reconcile("pipeline", 1000))
                .doesNotThrowAnyException();
    }

    @Test
    void saysHowManyAreMissing() {
        assertThatThrownBy(() -> new Output(990, 990, 3, 1).reconcile("pipeline", 1000))
                .isInstanceOf(BenchException.class)
                .hasMessage("The pipeline job was to answer 1000 events and wrote 990 results and 3 dead letters:"
                        + " 7 are missing; its speed means nothing");
    }

    @Test
    void saysHowManyAreTooMany() {
        assertThatThrownBy(() -> new Output(1001, 1000, 0, 1).reconcile("copy", 1000))
                .hasMessageContaining("1 are too many");
    }

    @Test
    void doesNotLetARepeatedResultHideAMissingOne() {
        assertThatThrownBy(() -> new Output(1000, 999, 0, 1).reconcile("pipeline", 1000))
                .hasMessageContaining("only 999 different ones");
    }

    @Test
    void quotesNoSpeedOfRefusing() {
        assertThatThrownBy(() -> new Output(980, 980, 20, 1).reconcile("pipeline", 1000))
                .hasMessageContaining("made dead letters of 20 of 1000 events");
    }
}
