package io.millrace.adapter.trees;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.xgboost.TrainedTrees;
import io.millrace.model.ModelDigest;
import io.millrace.model.Scorer;
import java.util.concurrent.TimeUnit;
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
 * What a row costs: trees of depth 6 that XGBoost trained, 30 inputs, in ONNX Runtime with reused buffers and in Java. Each call scores
 * rows that are not in the training data and not those of the call before: scoring one row again and again teaches the processor its way.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TreesBenchmark {
    private static final int WIDTH = 30;
    private static final int DEPTH = 6;
    private static final int ROWS = 128 * 256;
    private static final int CALL = 128;

    @Param({"100", "500"})
    public int trees;

    @Param({"1", "8", "32", "128"})
    public int batch;

    /** By whom: {@code onnx} or {@code java}. */
    @Param({"onnx", "java"})
    public String by;

    private final float[] rows = TrainedTrees.rows(WIDTH, ROWS, 7);
    private Scorer scorer;
    private int next;

    @Setup(Level.Trial)
    public void open() {
        byte[] artefact = TrainedTrees.onnx(WIDTH, trees, DEPTH, 7);
        String digest = ModelDigest.of(artefact);
        Scorer onnx = OnnxScorer.open(artefact, digest, TrainedTrees.FINGERPRINT, WIDTH, batch);
        scorer = by.equals("onnx") ? onnx : TreeScorers.preferred(onnx, artefact, digest, rows);
        if (by.equals("java") != scorer instanceof TreeScorer) {
            throw new IllegalStateException("served by " + scorer.execution());
        }
    }

    @TearDown
    public void close() {
        scorer.close();
    }

    /** Scores 128 rows in batches; the time is that of one row, with filling the input and reading the score. */
    @Benchmark
    @OperationsPerInvocation(CALL)
    public float row() {
        float sum = 0;
        for (int first = next; first < next + CALL; first += batch) {
            scorer.input().put(0, rows, first * WIDTH, batch * WIDTH);
            scorer.run(batch);
            for (int row = 0; row < batch; row++) {
                sum += scorer.score(row);
            }
        }
        next = (next + CALL) % ROWS;
        return sum;
    }
}
