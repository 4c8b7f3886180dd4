package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.model.Prediction;
import io.millrace.model.Scorer;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import io.millrace.onnx.LoopModel;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A call of ONNX Runtime that hangs is ended, and costs nobody their prediction but, at most, the event that it hung on. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class HungModelTest {
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final double FOR_HOURS = 1e12;
    private static final int CAPACITY = 4;
    private static final String LOOPING = "looping";
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());

    private TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction> harness;
    private final Counters counters = new Counters();
    private int sent;

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
        harness = new TwoInputStreamOperatorTestHarness<>(new ScoringOperator(
                text, new Models(), new ScoringOptions(CAPACITY, Duration.ofMillis(5)), SHADOWS, DEAD_LETTERS));
        counters.serve(harness);
        harness.setup(Form.PREDICTION.serializer());
        harness.open();
        long since = Long.MIN_VALUE;
        for (String champion : champions) {
            ModelCommand activate =
                    new ModelCommand(champion, Kind.ACTIVATE, "", List.of(Share.of(champion)), since++, "ada", "", 0);
            harness.processElement2(new StreamRecord<>(
                    new ControlUpdate(new Decision(activate, Verdict.ACCEPTED, "", 0, "v1"), Long.MIN_VALUE)));
        }
        harness.processElement2(new StreamRecord<>(new ControlUpdate(null, Long.MAX_VALUE)));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(double... amounts) throws Exception {
        for (double amount : amounts) {
            harness.processElement1(
                    new StreamRecord<>(transaction("" + sent, "c" + sent, "t", amount, START + sent, 2, sent)));
            sent++;
        }
    }

    private List<Float> scores() {
        return harness.extractOutputValues().stream().map(Prediction::score).toList();
    }

    private List<String> servedBy() {
        return harness.extractOutputValues().stream().map(Prediction::servedBy).toList();
    }

    @Test
    void theEventThatItHangsOnIsADeadLetterAndAllOthersAreScored() throws Exception {
        open(CardEvents.TEXT, LOOPING);
        send(1, FOR_HOURS, 3, 4);
        send(5, 5, 5, 6);

        // A batch's loop adds its largest amount to each: halves of the first one are {1, hung} and {3, 4}.
        assertThat(scores()).containsExactly(2f, 7f, 8f, 11f, 11f, 11f, 12f);
        Queue<StreamRecord<DeadLetter>> letters = harness.getSideOutput(DEAD_LETTERS);
        assertThat(letters).singleElement().extracting(StreamRecord::getValue).satisfies(letter -> {
            assertThat(letter.offset()).isEqualTo(1);
            assertThat(letter.reason()).isEqualTo(Reason.NOT_SCORED);
            assertThat(letter.detail()).contains("was stopped on a batch of 1: it took longer than 100 ms");
        });
        assertThat(counters.of(Metrics.DEAD_LETTERED)).isEqualTo(1);
        assertThat(counters.of(Metrics.MODEL_FAILED)).isEqualTo(1);
    }

    @Test
    void theChampionBeforeServesTheEventThatItHangsOn() throws Exception {
        open(CardEvents.TEXT, "before", LOOPING);
        send(1, 2, 3, FOR_HOURS);
        send(FOR_HOURS, 5, 5, 6);

        assertThat(scores()).containsExactly(3f, 4f, 6f, 1e9f, 1e9f, 10f, 11f, 12f);
        assertThat(servedBy())
                .containsExactly("model", "model", "model", "last_good", "last_good", "model", "model", "model");
        assertThat(harness.getSideOutput(DEAD_LETTERS)).isNull();
    }

    @Test
    void theDeclaredFallbackServesTheEventThatItHangsOn() throws Exception {
        open(withFallback(), LOOPING);
        send(FOR_HOURS, 2, FOR_HOURS, FOR_HOURS);
        send(1, 1, 1, 1);

        assertThat(scores()).containsExactly(0.125f, 4f, 0.125f, 0.125f, 2f, 2f, 2f, 2f);
        assertThat(servedBy())
                .containsExactly("default", "model", "default", "default", "model", "model", "model", "model");
        assertThat(harness.getSideOutput(DEAD_LETTERS)).isNull();
    }

    private static PipelineText withFallback() {
        PipelineText text = new PipelineText(
                CardEvents.TEXT.file(),
                CardEvents.TEXT.yaml().replaceFirst("(?m)^  scores: transactions$", "$0\n  fallback: 0.125"),
                CardEvents.TEXT.schemas());
        PipelineCompiler.compile(text);
        return text;
    }
}
