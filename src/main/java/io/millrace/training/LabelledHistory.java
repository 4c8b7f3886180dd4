package io.millrace.training;

import io.millrace.adapter.file.History;
import io.millrace.adapter.xgboost.TrainingRow;
import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.feedback.Report;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects vectors up to an event time, and the reports of their outcomes, which come up to a horizon later; then labels them as the stream would when their horizon has passed. */
final class LabelledHistory implements History.Listener {
    private static final double REPORTED = 1;

    private final OutcomeSpec outcome;
    private final VectorAssembly assembly;
    private final long length;
    private final List<Scored> scored = new ArrayList<>();
    private final Map<String, Long> reportedAt = new HashMap<>();
    private boolean complete;
    private long refused;

    /** @param length how much of history is wanted, from its first event on, in milliseconds */
    LabelledHistory(Pipeline pipeline, OutcomeSpec outcome, long length) {
        this.outcome = outcome;
        this.assembly = new VectorAssembly(pipeline.features());
        this.length = length;
    }

    private record Scored(String id, TrainingRow unlabelled) {}

    @Override
    public void scored(PartialVector partial) {
        long time = partial.event().time();
        if (!scored.isEmpty() && time >= firstTime() + length) {
            complete = time > firstTime() + length + outcome.horizon();
            return;
        }
        scored.add(new Scored(
                partial.event().id(), new TrainingRow(time, assembly.vector(partial.row()), outcome.absent())));
    }

    @Override
    public void learned(Event fact) {
        if (fact.source() == outcome.source()) {
            Report report = Report.of(fact, outcome.joinSlot());
            reportedAt.merge(report.eventId(), report.time(), Math::min);
        }
    }

    @Override
    public void refused(DeadLetter letter) {
        refused++;
    }

    @Override
    public boolean goesOn() {
        return !complete;
    }

    boolean isEmpty() {
        return scored.isEmpty();
    }

    /** Event time of the first scored event. */
    long firstTime() {
        return scored.get(0).unlabelled().eventTime();
    }

    long refusals() {
        return refused;
    }

    /** The rows in the order of history. */
    List<TrainingRow> rows() {
        return scored.stream().map(this::labelled).toList();
    }

    private TrainingRow labelled(Scored row) {
        TrainingRow unlabelled = row.unlabelled();
        Long report = reportedAt.get(row.id());
        boolean reported = report != null && report <= unlabelled.eventTime() + outcome.horizon();
        return reported ? new TrainingRow(unlabelled.eventTime(), unlabelled.vector(), REPORTED) : unlabelled;
    }
}
