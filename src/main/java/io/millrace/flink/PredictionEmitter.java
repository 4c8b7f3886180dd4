package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.model.ServedBy;
import io.millrace.model.Slot;
import java.util.function.BiConsumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Emits what came of a batch: predictions in the order of the events, dead letters, what shadows say. */
final class PredictionEmitter {
    private final PredictionMaker predictions;
    private final Output<StreamRecord<Prediction>> output;
    private final OutputTag<Prediction> shadows;
    private final OutputTag<DeadLetter> deadLetters;
    private final SpareTime spare;
    private final StreamRecord<Prediction> record = new StreamRecord<>(null);
    private final ModelMetrics metrics;
    private final Distribution endToEnd;
    private final BiConsumer<PartialVector, Served> shadow = this::shadow;
    private final Counter scored;
    private final Counter challenged;
    private final Counter deadLettered;
    private final Counter shadowed;
    private final Counter dropped;

    PredictionEmitter(
            PredictionMaker predictions,
            Output<StreamRecord<Prediction>> output,
            OutputTag<Prediction> shadows,
            OutputTag<DeadLetter> deadLetters,
            SpareTime spare,
            ModelMetrics metrics,
            MetricGroup group) {
        this.predictions = predictions;
        this.output = output;
        this.shadows = shadows;
        this.deadLetters = deadLetters;
        this.spare = spare;
        this.metrics = metrics;
        endToEnd = group.addGroup(Metrics.GROUP).histogram(Metrics.END_TO_END, Distribution.ofTimes());
        scored = Metrics.counter(group, Metrics.SCORED);
        challenged = Metrics.counter(group, Metrics.CHALLENGED);
        deadLettered = Metrics.counter(group, Metrics.DEAD_LETTERED);
        shadowed = Metrics.counter(group, Metrics.SHADOWED);
        dropped = Metrics.counter(group, Metrics.SHADOWS_DROPPED);
    }

    void emit(ScoringBatch batch) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < batch.size(); i++) {
            emit(batch.partial(i), batch.served(i), now);
        }
        int due = batch.shadows();
        if (due > 0 && spare.isThere()) {
            batch.scoreShadows(shadow);
        } else {
            dropped.inc(due);
        }
    }

    private void emit(PartialVector partial, Served served, long now) {
        if (served.refusal != null) {
            refuse(partial, served);
            return;
        }
        scored.inc();
        if (!served.servedBy.equals(ServedBy.DEFAULT)) {
            metrics.scored(served.digest, served.score);
        }
        long arrived = partial.event().timestamp();
        if (arrived >= 0) {
            endToEnd.update(Math.max(0, now - arrived));
        }
        if (served.slot == Slot.CHALLENGER) {
            challenged.inc();
        }
        output.collect(
                record.replace(predictions.of(partial, served), partial.event().time()));
    }

    private void refuse(PartialVector partial, Served served) {
        deadLettered.inc();
        output.collect(
                deadLetters,
                new StreamRecord<>(
                        predictions.refused(partial, served), partial.event().time()));
    }

    private void shadow(PartialVector partial, Served said) {
        shadowed.inc();
        metrics.scored(said.digest, said.score);
        output.collect(
                shadows,
                record.replace(
                        predictions.shadow(partial, said), partial.event().time()));
    }
}
