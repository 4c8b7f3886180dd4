package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.ModelDigest;
import io.millrace.model.Prediction;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.OutputTag;

/**
 * The scoring operator in a job of this process: a source of vectors that are there already, the operator, and a sink that counts in the operator's thread. As in the real job, vectors are written by the thread before and read by
 * the one that scores, since Flink chains no operator of two inputs to what is before it.
 */
final class JobLoop {
    private static final int ROWS = 8_192;
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());

    private final byte[] artefact;
    private final int batch;
    private final boolean inJava;

    /** @param inJava whether trees are scored in Java */
    JobLoop(byte[] artefact, int batch, boolean inJava) {
        this.artefact = artefact;
        this.batch = batch;
        this.inJava = inJava;
    }

    /**
     * Runs the job for so long.
     *
     * @return microseconds for a row that the thread which scores has computed, after the warm-up
     */
    double micros(Duration warmUp, Duration measured) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment job = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        CpuMeter.begin(warmUp, measured);
        vectors(job)
                .connect(decisions(job, ModelDigest.of(artefact)).broadcast())
                .transform("score", Form.PREDICTION.typeInformation(), scoring())
                .map(prediction -> {
                    CpuMeter.count();
                    return prediction;
                })
                .returns(Form.PREDICTION.typeInformation())
                .sinkTo(new DiscardingSink<>());
        JobClient running = job.executeAsync("scoring");
        try {
            return CpuMeter.micros();
        } finally {
            running.cancel().get();
        }
    }

    private ScoringOperator scoring() {
        byte[] model = artefact;
        boolean trees = inJava;
        return new ScoringOperator(
                ScoredEvents.DEFINITION,
                (digest, capacity) -> ScoredModels.open(model, capacity, trees),
                new ScoringOptions(batch, Duration.ofSeconds(1)),
                SHADOWS,
                DEAD_LETTERS);
    }

    private static DataStream<PartialVector> vectors(StreamExecutionEnvironment job) {
        return numbers(job, Long.MAX_VALUE).map(new Vectors()).returns(Form.PARTIAL_VECTOR.typeInformation());
    }

    /** The same vectors again and again. */
    private static final class Vectors extends RichMapFunction<Long, PartialVector> {
        private static final long serialVersionUID = 1;

        private transient PartialVector[] events;

        @Override
        public void open(OpenContext context) {
            float[] rows = ScoredModels.rows(ROWS);
            events = IntStream.range(0, ROWS)
                    .mapToObj(row -> ScoredEvents.event(row, row, rows, row))
                    .toArray(PartialVector[]::new);
        }

        @Override
        public PartialVector map(Long number) {
            return events[(int) (number % ROWS)];
        }
    }

    /** The model serves from the beginning to the end. */
    private static DataStream<ControlUpdate> decisions(StreamExecutionEnvironment job, String digest) {
        return numbers(job, 2)
                .map(number -> number == 0
                        ? new ControlUpdate(activated(digest), Long.MIN_VALUE)
                        : new ControlUpdate(null, Long.MAX_VALUE))
                .returns(Form.CONTROL_UPDATE.typeInformation());
    }

    private static Decision activated(String digest) {
        ModelCommand command =
                new ModelCommand("c", Kind.ACTIVATE, "", List.of(Share.of(digest)), Long.MIN_VALUE, "bench", "", 0);
        return new Decision(command, Verdict.ACCEPTED, "", 0, "v");
    }

    private static DataStream<Long> numbers(StreamExecutionEnvironment job, long count) {
        return job.fromSource(
                new NumberSequenceSource(0, count - 1), WatermarkStrategy.noWatermarks(), "numbers to " + count);
    }
}
