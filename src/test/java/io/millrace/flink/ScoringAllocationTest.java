package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.model.Scorer;
import io.millrace.model.Slot;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** Between a vector's arrival and the emission of its prediction nothing is allocated, once the operator is warm: whether a champion serves, a challenger, or shadows score as well. */
class ScoringAllocationTest {
    private static final int CAPACITY = 32;
    private static final int EVENTS = CAPACITY * 100;
    private static final int WIDTH = CardEvents.PIPELINE.inputs().size();
    private static final int ROUNDS = 20;
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Taken taken = new Taken();
    private final List<StreamRecord<PartialVector>> events = new ArrayList<>();

    @Test
    void aChampionServes() throws Exception {
        assertThat(allocated(change(Kind.ACTIVATE, Share.of("a")))).isZero();
        assertThat(taken.champion).isEqualTo(EVENTS * ROUNDS);
    }

    @Test
    void aChallengerServesItsShare() throws Exception {
        assertThat(allocated(change(Kind.ACTIVATE, Share.of("a")), change(Kind.SPLIT, new Share("b", 0.25))))
                .isZero();
        assertThat(taken.challenger).isBetween(EVENTS * ROUNDS / 5, EVENTS * ROUNDS / 3);
    }

    /** Flink measures spare time after some seconds; until then all that shadows say is emitted. */
    @Test
    void shadowsScoreAsWell() throws Exception {
        assertThat(allocated(change(Kind.ACTIVATE, Share.of("a")), change(Kind.SHADOW, Share.of("b"))))
                .isZero();
        assertThat(taken.champion).isEqualTo(EVENTS * ROUNDS);
        assertThat(taken.shadow).isEqualTo(EVENTS * ROUNDS);
    }

    private static ControlUpdate change(Kind kind, Share... models) {
        ModelCommand command = new ModelCommand("c", kind, "", List.of(models), Long.MIN_VALUE, "ada", "", 0);
        return new ControlUpdate(new Decision(command, Verdict.ACCEPTED, "", 0, "v1"), Long.MAX_VALUE);
    }

    /** The bytes that the calm one of many rounds allocates; each has the same events. */
    private long allocated(ControlUpdate... changes) throws Exception {
        for (int i = 0; i < EVENTS; i++) {
            PartialVector partial =
                    CardEvents.transaction("id-" + i, "c" + i, "t", i % 100, CardEvents.START + i, i % 3, i);
            partial.frontier().add(0, 0, i % 3, i);
            partial.frontier().hold(0, 0, i);
            events.add(new StreamRecord<>(partial));
        }
        try (AbstractStreamOperatorTestHarness<Prediction> harness =
                new AbstractStreamOperatorTestHarness<>(new Emitting(taken), 1, 1, 0)) {
            harness.setup(Form.PREDICTION.serializer());
            harness.open();
            ScoringOperator operator = (ScoringOperator) harness.getOperator();
            for (ControlUpdate change : changes) {
                operator.processElement2(new StreamRecord<>(change));
            }
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < EVENTS; i++) {
                    operator.processElement1(events.get(i));
                }
                least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            }
            return least;
        }
    }

    /** Makes the operator with an output of ours; that of the harness copies what it takes. */
    private static final class Emitting extends SimpleOperatorFactory<Prediction> {
        private static final long serialVersionUID = 1;

        private final transient Taken taken;

        Emitting(Taken taken) {
            super(new ScoringOperator(
                    CardEvents.TEXT,
                    (digest, capacity) -> new Constant(capacity),
                    new ScoringOptions(CAPACITY, Duration.ofSeconds(1)),
                    SHADOWS,
                    DEAD_LETTERS));
            this.taken = taken;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Flink declares it so
        public <T extends StreamOperator<Prediction>> T createStreamOperator(
                StreamOperatorParameters<Prediction> given) {
            return super.createStreamOperator(new StreamOperatorParameters<>(
                    given.getContainingTask(),
                    given.getStreamConfig(),
                    taken,
                    given::getProcessingTimeService,
                    given.getOperatorEventDispatcher(),
                    given.getMailboxExecutor()));
        }
    }

    /** Counts what is emitted, by slot. */
    private static final class Taken implements Output<StreamRecord<Prediction>> {
        int champion;
        int challenger;
        int shadow;

        @Override
        public void collect(StreamRecord<Prediction> record) {
            take(record.getValue().slot());
        }

        @Override
        public <X> void collect(OutputTag<X> tag, StreamRecord<X> record) {
            take(((Prediction) record.getValue()).slot());
        }

        private void take(Slot slot) {
            switch (slot) {
                case CHAMPION -> champion++;
                case CHALLENGER -> challenger++;
                case SHADOW -> shadow++;
            }
        }

        @Override
        public void emitWatermark(Watermark mark) {}

        @Override
        public void emitWatermark(WatermarkEvent mark) {}

        @Override
        public void emitWatermarkStatus(WatermarkStatus status) {}

        @Override
        public void emitLatencyMarker(LatencyMarker marker) {}

        @Override
        public void emitRecordAttributes(RecordAttributes attributes) {}

        @Override
        public void close() {}
    }

    /** Scores everything alike. */
    private record Constant(int capacity, FloatBuffer input) implements Scorer {
        Constant(int capacity) {
            this(capacity, FloatBuffer.allocate(capacity * WIDTH));
        }

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public void run(int rows) {}

        @Override
        public float score(int row) {
            return 0.75f;
        }

        @Override
        public String execution() {
            return "constant";
        }

        @Override
        public void close() {}
    }
}
