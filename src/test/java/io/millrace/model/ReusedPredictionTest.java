package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReusedPredictionTest {
    private final ReusedPrediction reused = new ReusedPrediction("p", "f1", "transactional", "cards", 2);

    private Prediction fill(int number, int sets) {
        reused.begin("t-" + number, number);
        Arrays.fill(reused.id(), (byte) ('a' + number));
        Arrays.fill(reused.vector(), number);
        reused.trigger(number, number, number, number);
        reused.score(number, Slot.CHALLENGER, "model", "d" + number, "ort" + number);
        reused.decision(true, 0.5);
        for (int set = 0; set < sets; set++) {
            reused.seen("set" + set, "cards", number, number);
            reused.held("set" + set, "cards", number);
        }
        return reused.prediction();
    }

    @Test
    void aCopyStaysAsItIsWhileTheNextOneIsFilled() {
        Prediction copy = fill(1, 2).copy();
        Prediction next = fill(2, 1);

        assertThat(copy.id()).isEqualTo("b".repeat(32));
        assertThat(copy.eventId()).isEqualTo("t-1");
        assertThat(copy.vector()).containsExactly(1, 1);
        assertThat(copy.trigger()).hasToString("cards, partition 1, offset 1");
        assertThat(copy.frontier())
                .hasToString("[set0: cards, partition 1, up to offset 1, set1: cards, partition 1, up to offset 1]");
        assertThat(copy.held()).hasToString("[set0: cards, 1, set1: cards, 1]");
        assertThat(copy.modelDigest()).isEqualTo("d1");
        assertThat(next.id()).isEqualTo("c".repeat(32));
        assertThat(next.frontier()).hasToString("[set0: cards, partition 2, up to offset 2]");
        assertThat(next.held()).hasToString("[set0: cards, 2]");
        assertThat(next.vector()).containsExactly(2, 2);
        assertThat(next.featureFingerprint()).isEqualTo("f1");
        assertThat(next.pipeline()).isEqualTo("p");
        assertThat(next.delivery()).isEqualTo("transactional");
    }
}
