package io.millrace.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Prediction;
import io.millrace.model.ServedBy;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackgroundTest {
    private static Prediction prediction(String id, String event, long time, Slot slot, String fingerprint) {
        return new Prediction(
                id,
                "p",
                event,
                time,
                0,
                false,
                1,
                slot,
                ServedBy.MODEL,
                "digest",
                fingerprint,
                new double[] {1},
                new Trigger("t", 0, time, -1, 1),
                List.of(),
                List.of(),
                "java",
                "transactional");
    }

    private static Prediction prediction(String id, long time) {
        return prediction(id, "event-" + id, time, Slot.CHAMPION, "f00d");
    }

    @Test
    void areOthersOfTheSameVectorThatCountedAndAreNotLater() {
        Prediction explained = prediction("m", 5);
        List<Prediction> all = List.of(
                explained,
                prediction("later", 6),
                prediction("same-time", 5),
                prediction("shadow", "event-shadow", 1, Slot.SHADOW, "f00d"),
                prediction("challenger", "event-challenger", 1, Slot.CHALLENGER, "f00d"),
                prediction("same-event", "event-m", 1, Slot.CHALLENGER, "f00d"),
                prediction("other-vector", "event-other", 1, Slot.CHAMPION, "beef"));

        Background background = Background.of(explained, all);

        assertThat(background.predictions()).extracting(Prediction::id).containsExactly("challenger", "same-time");
        assertThat(background.from()).isEqualTo(1);
        assertThat(background.to()).isEqualTo(5);
    }

    @Test
    void areTheSameInWhateverOrderTheyAreRead() {
        List<Prediction> all = new ArrayList<>();
        for (int i = 0; i < 3 * Background.MOST; i++) {
            all.add(prediction(String.format("%03d", i), i));
        }
        Prediction explained = prediction("x", 1_000);
        Background background = Background.of(explained, all);
        Collections.shuffle(all, new Random(1));

        assertThat(background.predictions()).hasSize(Background.MOST);
        assertThat(background.predictions().get(Background.MOST - 1).id()).isEqualTo("099");
        assertThat(Background.of(explained, all).hash()).isEqualTo(background.hash());
        assertThat(background.first(5).hash()).isNotEqualTo(background.hash());
        assertThat(Background.seed(explained))
                .isEqualTo(Background.seed(prediction("x", 7)))
                .isNotEqualTo(Background.seed(prediction("y", 1_000)));
    }
}
