package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.ModelDigest;
import io.millrace.model.Prediction;
import io.millrace.model.Scorer;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a score costs on one thread: a plain loop over ONNX Runtime with reused buffers, the limit; the scoring operator in Flink's harness, from the features' row to the prediction with its evidence; the operator where trees are
 * scored in Java; and one call with arrays for each event, as an operator is mostly written.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScoringBenchmark {
    private static final int CALL = 128;
    private static final int ROWS = CALL * 64;
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());

    @Param({"mlp", "trees100", "trees500"})
    public String model = "mlp";

    @Param({"1", "8", "32", "128"})
    public int batch;

    /** {@code raw}, {@code operator}, {@code operator_java} or {@code arrays}. */
    @Param({"raw", "operator", "operator_java", "arrays"})
    public String by = "raw";

    private final float[] rows = ScoredModels.rows(ROWS);
    private final TakenPredictions predictions = new TakenPredictions();
    private @Nullable RawLoop raw;
    private @Nullable TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction> harness;
    private @Nullable StreamRecord<PartialVector>[] events;
    private int next;

    /** Opens the same model for each operator. */
    private record Models(String model, boolean inJava) implements ScorerFactory {
        private static final long serialVersionUID = 1;

        @Override
        public Scorer open(String digest, int capacity) {
            return ScoredModels.open(ScoredModels.onnx(model), capacity, inJava);
        }
    }

    @Setup(Level.Trial)
    public void open() throws Exception {
        if (!by.startsWith("operator")) {
            raw = new RawLoop(ScoredModels.onnx(model), rows, ScoredModels.WIDTH, batch);
            return;
        }
        harness = new TwoInputStreamOperatorTestHarness<>(new ScoringOperator(
                ScoredEvents.DEFINITION,
                new Models(model, by.endsWith("java")),
                new ScoringOptions(batch, Duration.ofSeconds(1)),
                SHADOWS,
                DEAD_LETTERS));
        harness.setup(predictions);
        harness.open();
        activate(ModelDigest.of(ScoredModels.onnx(model)));
        events = events();
    }

    private void activate(String digest) throws Exception {
        ModelCommand command =
                new ModelCommand("c", Kind.ACTIVATE, "", List.of(Share.of(digest)), Long.MIN_VALUE, "bench", "", 0);
        harness.processElement2(new StreamRecord<>(
                new ControlUpdate(new Decision(command, Verdict.ACCEPTED, "", 0, "v"), Long.MIN_VALUE)));
        harness.processElement2(new StreamRecord<>(new ControlUpdate(null, Long.MAX_VALUE)));
    }

    @SuppressWarnings("unchecked") // there are no arrays of a generic type
    private StreamRecord<PartialVector>[] events() {
        return IntStream.range(0, ROWS)
                .mapToObj(row -> new StreamRecord<>(ScoredEvents.event(row, row, rows, row), row))
                .toArray(StreamRecord[]::new);
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
        if (harness != null) {
            harness.close();
        } else {
            raw.close();
        }
    }

    /** Scores 128 rows; the time is that of one row. Gives something that depends on all scores. */
    @Benchmark
    @OperationsPerInvocation(CALL)
    public double row() throws Exception {
        int first = next;
        next = (next + CALL) % ROWS;
        if (harness == null) {
            return by.equals("raw") ? raw.score(first, CALL) : raw.scoreOneByOne(first, CALL);
        }
        for (int row = first; row < first + CALL; row++) {
            harness.processElement1(events[row]);
        }
        return taken();
    }

    /** What came out of the operator, which must be a prediction for each event. */
    private double taken() {
        int count = harness.getOutput().size();
        harness.getOutput().clear();
        if (count != CALL) {
            throw new IllegalStateException("of " + CALL + " events, " + count + " have a prediction");
        }
        return predictions.sum();
    }
}
