package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.ModelDigest;
import io.millrace.model.Prediction;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.OutputTag;

/**
 * A job in this process that scores events at a steady rate with the operators of the real one, while a model is prepared, activated in place of the last and that one retired, again and again.
 *
 * <p>The job's functions find the ledger and the models in statics: they run in this process.
 */
final class SwapRun {
    /** A swap begins each so many milliseconds. */
    static final long PERIOD = 6_000;
    /** What a swap touches has passed so long after it began. */
    static final long SWAPPING = 4_000;

    /** Swaps begin so long after the start. */
    static final long WARM = 12_000;

    /** So many subtasks score. */
    static final int PARALLELISM = 2;

    private static final long ACTIVATED_AFTER = 2_000;
    private static final long RETIRED_AFTER = 3_000;
    private static final long LEAD = 200;
    private static final int BATCH = 32;
    private static final int DIFFERENT = 2;
    private static final int ROWS = 8_192;

    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());
    private static final OutputTag<Decision> DECISIONS = new OutputTag<>("decisions", Form.DECISION.typeInformation());

    private static final Map<String, byte[]> MODELS = new ConcurrentHashMap<>();
    private static volatile SwapLedger ledger = new SwapLedger(0, 1, 0);

    private SwapRun() {}

    /**
     * Runs a job to its end.
     *
     * @param model a name that {@link ScoredModels#onnx} knows
     * @param rate events in a second
     */
    static SwapLedger of(String model, int rate, int seconds) throws Exception {
        List<String> digests = new ArrayList<>();
        for (int variant = 0; variant < DIFFERENT; variant++) {
            byte[] artefact = ScoredModels.onnx(model, variant);
            digests.add(ModelDigest.of(artefact));
            MODELS.put(ModelDigest.of(artefact), artefact);
        }
        ledger = new SwapLedger(
                rate * seconds, rate, System.nanoTime() + Duration.ofSeconds(3).toNanos());
        execute(digests, (int) ((seconds * 1_000L - WARM) / PERIOD));
        return ledger;
    }

    private static void execute(List<String> digests, int swaps) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(20));
        StreamExecutionEnvironment job = StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
        job.setBufferTimeout(1);
        DataStream<PartialVector> vectors = vectors(job);
        DataStream<ModelCommand> commands = commands(job, digests, swaps);
        SingleOutputStreamOperator<ControlUpdate> decided = vectors.filter(vector -> false)
                .connect(commands)
                .transform(
                        "decide",
                        Form.CONTROL_UPDATE.typeInformation(),
                        new ControlOperator(digests.get(0), "v", LEAD, PARALLELISM, List::of, DECISIONS))
                .setParallelism(1);
        decided.getSideOutput(DECISIONS)
                .map(decision -> {
                    ledger.decided(decision);
                    return decision;
                })
                .returns(Form.DECISION.typeInformation())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>());
        vectors.rebalance()
                .connect(decided.broadcast())
                .transform("score", Form.PREDICTION.typeInformation(), scoring())
                .map(prediction -> {
                    ledger.emitted(prediction);
                    return prediction;
                })
                .returns(Form.PREDICTION.typeInformation())
                .sinkTo(new DiscardingSink<>());
        job.execute("swaps");
    }

    private static ScoringOperator scoring() {
        return new ScoringOperator(
                ScoredEvents.DEFINITION,
                (digest, capacity) -> {
                    ledger.loads();
                    return ScoredModels.open(known(digest), capacity, true);
                },
                new ScoringOptions(BATCH, Duration.ofMillis(1)),
                SHADOWS,
                DEAD_LETTERS);
    }

    private static byte[] known(String digest) {
        byte[] artefact = MODELS.get(digest);
        if (artefact == null) {
            throw new IllegalArgumentException("no model " + digest);
        }
        return artefact;
    }

    /** Each when it is due, with its watermark. */
    private static DataStream<PartialVector> vectors(StreamExecutionEnvironment job) {
        float[] rows = ScoredModels.rows(ROWS);
        return numbers(job, ledger.events())
                .map(number -> {
                    waitUntil(ledger.due(number));
                    return ScoredEvents.event(number, ledger.time(number), rows, (int) (number % ROWS));
                })
                .returns(Form.PARTIAL_VECTOR.typeInformation())
                .setParallelism(1)
                .assignTimestampsAndWatermarks(WatermarkStrategy.<PartialVector>forMonotonousTimestamps()
                        .withTimestampAssigner(
                                (vector, before) -> vector.event().time()))
                .setParallelism(1);
    }

    /** Three commands for each swap. */
    private static DataStream<ModelCommand> commands(StreamExecutionEnvironment job, List<String> digests, int swaps) {
        return numbers(job, 3L * swaps)
                .map(number -> {
                    long swap = number / 3;
                    String next = digests.get((int) ((swap + 1) % digests.size()));
                    String last = digests.get((int) (swap % digests.size()));
                    return switch ((int) (number % 3)) {
                        case 0 -> command(number, Kind.PREPARE, next, began(swap));
                        case 1 -> command(number, Kind.ACTIVATE, next, began(swap) + ACTIVATED_AFTER);
                        default -> command(number, Kind.RETIRE, last, began(swap) + RETIRED_AFTER);
                    };
                })
                .returns(Form.MODEL_COMMAND.typeInformation())
                .setParallelism(1);
    }

    /** When a swap begins, in milliseconds since the start. */
    static long began(long swap) {
        return WARM + swap * PERIOD;
    }

    private static ModelCommand command(long number, Kind kind, String digest, long millis) {
        waitUntil(ledger.nanos(millis));
        return new ModelCommand(
                "c" + number, kind, "", List.of(Share.of(digest)), ModelCommand.SOON, "bench", "", millis);
    }

    private static DataStream<Long> numbers(StreamExecutionEnvironment job, long count) {
        return job.fromSource(
                        new NumberSequenceSource(0, count - 1), WatermarkStrategy.noWatermarks(), "numbers to " + count)
                .setParallelism(1);
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
