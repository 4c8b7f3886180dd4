package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.control.Readiness.Preparation;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
    private final Acknowledgements acknowledgements = new Acknowledgements(new FakeMaster());

    @Test
    void subtasksOfALargerJobBeforeDoNotCount() {
        acknowledgements.of(0).ready("a");
        acknowledgements.of(2).ready("a");
        acknowledgements.of(3).failed("a", "too wide");
        assertThat(acknowledgements.preparation("a", 2)).isEqualTo(new Preparation(1, "", 2));
    }

    @Test
    void aSubtaskThatStartsAgainHasNothing() {
        acknowledgements.of(0).ready("a");
        acknowledgements.of(1).ready("a");
        assertThat(acknowledgements.preparation("a", 2).isComplete()).isTrue();
        acknowledgements.of(1);
        assertThat(acknowledgements.preparation("a", 2)).isEqualTo(new Preparation(1, "", 2));
    }

    @Test
    void theLastWordOfASubtaskCounts() {
        LoadedModels.Listener first = acknowledgements.of(0);
        first.failed("a", "");
        assertThat(acknowledgements.preparation("a", 1).failed()).isEqualTo("subtask 1 of 1: it failed");
        first.ready("a");
        assertThat(acknowledgements.preparation("a", 1).isComplete()).isTrue();
        acknowledgements.forget("a");
        assertThat(acknowledgements.preparation("a", 1).ready()).isZero();
    }
}
