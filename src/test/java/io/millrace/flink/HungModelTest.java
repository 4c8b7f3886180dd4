package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.governance.Reason;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.model.Prediction;
import io.millrace.model.Scorer;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import io.millrace.onnx.LoopModel;
import io.millrace.pipeline.PipelineText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A call of ONNX Runtime that hangs is ended, and costs nobody their prediction but, at most, the event that it hung on. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HungModelTest {
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final double FOR_HOURS = 1e12;
    private static final String LOOPING = "looping";

    private final ScoringSubtask scoring = new ScoringSubtask();

    /** Opens the model that loops as often as the largest amount of a call says, in ONNX Runtime; others are fakes. */
    private record Models() implements ScorerFactory {
        private static final long serialVersionUID = 1;

        private static final ModelInputs INPUTS =
                new ModelInputs(CardEvents.PIPELINE.fingerprint(), CardEvents.PIPELINE.inputs());

        @Override
        public Scorer open(String digest, int capacity) {
            if (!digest.equals(LOOPING)) {
                return new FakeScorer(capacity, INPUTS.width(), 0);
            }
            byte[] model = new ModelStamp("loop", LoopModel.bytes())
                    .fingerprint(INPUTS.fingerprint())
                    .input("vector", List.of("transaction.amount"))
                    .toBytes();
            return OnnxScorer.open(model, ModelDigest.of(model), INPUTS, capacity, TIMEOUT);
        }
    }

    private void open(PipelineText text, String... champions) throws Exception {
        scoring.open(text, new Models());
        long since = Long.MIN_VALUE;
        for (String champion : champions) {
            scoring.decide(Kind.ACTIVATE, since++, Share.of(champion));
        }
        scoring.reach(Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws Exception {
        scoring.close();
    }

    private List<String> servedBy() {
        return scoring.predictions().stream().map(Prediction::servedBy).toList();
    }

    @Test
    void theEventThatItHangsOnIsADeadLetterAndAllOthersAreScored() throws Exception {
        open(CardEvents.TEXT, LOOPING);
        scoring.send(1, FOR_HOURS, 3, 4);
        scoring.send(5, 5, 5, 6);

        // A batch's loop adds its largest amount to each: halves of the first one are {1, hung} and {3, 4}.
        assertThat(scoring.scores()).containsExactly(2f, 7f, 8f, 11f, 11f, 11f, 12f);
        assertThat(scoring.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.offset()).isEqualTo(1);
            assertThat(letter.reason()).isEqualTo(Reason.NOT_SCORED);
            assertThat(letter.detail()).contains("was stopped on a batch of 1: it took longer than 100 ms");
        });
        assertThat(scoring.counters().of(Metrics.DEAD_LETTERED)).isEqualTo(1);
        assertThat(scoring.counters().of(Metrics.MODEL_FAILED)).isEqualTo(1);
    }

    @Test
    void theChampionBeforeServesTheEventThatItHangsOn() throws Exception {
        open(CardEvents.TEXT, "before", LOOPING);
        scoring.send(1, 2, 3, FOR_HOURS);
        scoring.send(FOR_HOURS, 5, 5, 6);

        assertThat(scoring.scores()).containsExactly(3f, 4f, 6f, 1e9f, 1e9f, 10f, 11f, 12f);
        assertThat(servedBy())
                .containsExactly("model", "model", "model", "last_good", "last_good", "model", "model", "model");
        assertThat(scoring.deadLetters()).isEmpty();
    }

    @Test
    void theDeclaredFallbackServesTheEventThatItHangsOn() throws Exception {
        open(ScoringSubtask.text("fallback: 0.125"), LOOPING);
        scoring.send(FOR_HOURS, 2, FOR_HOURS, FOR_HOURS);
        scoring.send(1, 1, 1, 1);

        assertThat(scoring.scores()).containsExactly(0.125f, 4f, 0.125f, 0.125f, 2f, 2f, 2f, 2f);
        assertThat(servedBy())
                .containsExactly("default", "model", "default", "default", "model", "model", "model", "model");
        assertThat(scoring.deadLetters()).isEmpty();
    }
}
