package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.model.Scorer;
import io.millrace.model.ScoringException;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.nio.FloatBuffer;
import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Completes vectors, scores them in batches and emits predictions in the order of the events.
 *
 * <p>A batch is scored when it is full, when its first event has waited for the declared time, and before anything that must not overtake events or
 * leave them behind: a checkpoint barrier, a watermark or its status, a latency marker, the end of the input. So there is nothing to keep in state.
 *
 * <p>Retractions end here: a prediction that was made stays.
 *
 * <p>Where the model fails on a batch, the batch is halved until the vectors that it fails on are alone: those become dead letters, the rest is scored.
 */
public final class ScoringOperator extends AbstractStreamOperator<Prediction>
        implements OneInputStreamOperator<PartialVector, Prediction>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final String modelDigest;
    private final ScorerFactory scorers;
    private final int capacity;
    private final long waitMillis;
    private final OutputTag<DeadLetter> deadLetters;

    private transient Pipeline pipeline;
    private transient VectorAssembly assembly;
    private transient Scorer scorer;
    private transient PredictionMaker predictions;
    private transient int[] vectorSlots;
    private transient PartialVector[] batch;
    private transient int size;
    private transient boolean timerSet;
    private transient StreamRecord<Prediction> record;
    private transient Counter scored;
    private transient Counter deadLettered;

    /**
     * @param capacity the most events of a batch
     * @param wait the longest time for which an event waits for others to join its batch; zero scores each event by itself
     */
    public ScoringOperator(
            PipelineText text,
            String modelDigest,
            ScorerFactory scorers,
            int capacity,
            Duration wait,
            OutputTag<DeadLetter> deadLetters) {
        this.text = text;
        this.modelDigest = modelDigest;
        this.scorers = scorers;
        this.capacity = wait.isZero() ? 1 : capacity;
        this.waitMillis = wait.toMillis();
        this.deadLetters = deadLetters;
    }

    @Override
    public void open() throws Exception {
        super.open();
        pipeline = PipelineCompiler.compile(text);
        assembly = new VectorAssembly(pipeline.features());
        vectorSlots = pipeline.features().vector().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        scorer = scorers.open(capacity);
        predictions = new PredictionMaker(pipeline, assembly, modelDigest, scorer.execution());
        batch = new PartialVector[capacity];
        record = new StreamRecord<>(null);
        scored = Metrics.counter(getMetricGroup(), Metrics.SCORED);
        deadLettered = Metrics.counter(getMetricGroup(), Metrics.DEAD_LETTERED);
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) {
        PartialVector partial = element.getValue();
        if (partial.isRetraction()) {
            return;
        }
        assembly.derive(partial.event(), partial.row());
        batch[size++] = partial;
        if (size == capacity) {
            flush();
        } else if (!timerSet) {
            timerSet = true;
            long due = getProcessingTimeService().getCurrentProcessingTime() + waitMillis;
            // The future only serves to cancel, and an early flush leaves a timer that finds an empty batch.
            var unused = getProcessingTimeService().registerTimer(due, time -> {
                timerSet = false;
                flush();
            });
        }
    }

    private void flush() {
        if (size > 0) {
            score(0, size);
            size = 0;
        }
    }

    /** Scores and emits the events of the batch from {@code from} to before {@code to}. */
    private void score(int from, int to) {
        fill(from, to);
        try {
            scorer.run(to - from);
        } catch (ScoringException e) {
            if (to - from == 1) {
                refuse(batch[from].event(), String.valueOf(e.getMessage()));
            } else {
                int middle = (from + to) >>> 1;
                score(from, middle);
                score(middle, to);
            }
            return;
        }
        for (int i = from; i < to; i++) {
            emit(batch[i], scorer.score(i - from));
        }
    }

    private void fill(int from, int to) {
        FloatBuffer input = scorer.input();
        int position = 0;
        for (int i = from; i < to; i++) {
            double[] row = batch[i].row();
            for (int slot : vectorSlots) {
                input.put(position++, (float) row[slot]);
            }
        }
    }

    private void emit(PartialVector partial, float score) {
        if (!Float.isFinite(score)) {
            refuse(partial.event(), "the score is " + score + "; expected a finite number");
            return;
        }
        scored.inc();
        output.collect(
                record.replace(predictions.of(partial, score), partial.event().time()));
    }

    private void refuse(Event event, String detail) {
        deadLettered.inc();
        DeadLetter letter = new DeadLetter(
                pipeline.scored().name(),
                pipeline.scored().topic(),
                event.partition(),
                event.offset(),
                event.timestamp(),
                Reason.NOT_SCORED,
                "model " + modelDigest + ": " + detail,
                event.id(),
                null,
                null);
        output.collect(deadLetters, new StreamRecord<>(letter, event.time()));
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush();
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        flush();
        super.processWatermark(mark);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        flush();
        super.processWatermarkStatus(status);
    }

    @Override
    public void processLatencyMarker(LatencyMarker marker) throws Exception {
        flush();
        super.processLatencyMarker(marker);
    }

    @Override
    public void endInput() {
        flush();
    }

    @Override
    public void close() throws Exception {
        if (scorer != null) {
            scorer.close();
        }
        super.close();
    }
}
