package io.millrace.feedback;

import io.millrace.feedback.JoinState.Tracked;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.model.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins predictions with the outcomes of their events, in event time.
 *
 * <p>A report within the horizon labels the prediction 1. When the horizon passes without one, the outcome is absent and the label is the declared
 * one. A report that comes later, up to {@code corrections} after the horizon, corrects the label with a second revision. After that the prediction
 * is let go. A report that finds no prediction, or only one that it comes too late for, waits for one as long as a correction may take; then it is an orphan.
 *
 * @param horizon in milliseconds
 * @param corrections in milliseconds
 * @param absent the label of an absent outcome
 */
public record OutcomeJoin(long horizon, long corrections, double absent) {
    private static final double REPORTED = 1;

    /**
     * What follows from a step.
     *
     * @param state what to keep; null: nothing
     * @param examples to emit, in order
     * @param repeated whether the input was known already
     * @param orphan a report that no prediction came for, to be dead-lettered; null: none
     */
    public record Step(
            @Nullable JoinState state,
            List<LabelledExample> examples,
            boolean repeated,
            @Nullable Report orphan) {
        private static Step to(JoinState state, List<LabelledExample> examples) {
            return new Step(state, examples, false, null);
        }

        private static Step repeated(JoinState state) {
            return new Step(state, List.of(), true, null);
        }
    }

    /** Event time at which an outcome counts as absent, in epoch milliseconds. */
    public long horizonEnd(Prediction prediction) {
        return prediction.eventTime() + horizon;
    }

    /** Event time until which a late report corrects the label. */
    public long correctionsEnd(Prediction prediction) {
        return horizonEnd(prediction) + corrections;
    }

    /** Event time until which a report waits for its prediction. */
    public long patienceEnd(Report report) {
        return report.time() + corrections;
    }

    /** A prediction comes in. */
    public Step predicted(JoinState state, Prediction prediction) {
        if (state.tracks(prediction)) {
            return Step.repeated(state);
        }
        List<LabelledExample> examples = new ArrayList<>();
        Tracked tracked = new Tracked(prediction, 0);
        Report report = state.report();
        return Step.to(state.with(report == null ? tracked : reported(tracked, report, examples)), examples);
    }

    /** A report comes in. */
    public Step reported(JoinState state, Report report) {
        if (state.report() != null) {
            return Step.repeated(state);
        }
        List<LabelledExample> examples = new ArrayList<>();
        List<Tracked> tracked = state.tracked().stream()
                .map(each -> reported(each, report, examples))
                .toList();
        return Step.to(new JoinState(tracked, report), examples);
    }

    private boolean concerns(Report report, Tracked tracked) {
        return report.time() <= correctionsEnd(tracked.prediction());
    }

    private Tracked reported(Tracked tracked, Report report, List<LabelledExample> examples) {
        if (!concerns(report, tracked)) {
            return tracked;
        }
        boolean late = report.time() > horizonEnd(tracked.prediction());
        Tracked before = late && tracked.revision() == 0 ? absent(tracked, examples) : tracked;
        Tracked after = before.labelled();
        examples.add(example(after, REPORTED, Outcome.REPORTED, report.time()));
        return after;
    }

    private Tracked absent(Tracked tracked, List<LabelledExample> examples) {
        Tracked after = tracked.labelled();
        examples.add(example(after, absent, Outcome.ABSENT, horizonEnd(tracked.prediction())));
        return after;
    }

    /** Event time has reached {@code now}: no event before it is expected any more. */
    public Step passed(JoinState state, long now) {
        List<LabelledExample> examples = new ArrayList<>();
        List<Tracked> kept = new ArrayList<>();
        for (Tracked tracked : state.tracked()) {
            boolean due = tracked.revision() == 0 && horizonEnd(tracked.prediction()) <= now;
            Tracked after = due ? absent(tracked, examples) : tracked;
            if (correctionsEnd(tracked.prediction()) > now) {
                kept.add(after);
            }
        }
        Report report = state.report();
        boolean joined = report != null && state.tracked().stream().anyMatch(tracked -> concerns(report, tracked));
        if (!kept.isEmpty() || (report != null && !joined && patienceEnd(report) > now)) {
            return Step.to(new JoinState(kept, report), examples);
        }
        return new Step(null, examples, false, joined ? null : report);
    }

    private static LabelledExample example(Tracked tracked, double label, Outcome outcome, long outcomeTime) {
        Prediction prediction = tracked.prediction();
        return new LabelledExample(
                prediction.id(),
                tracked.revision(),
                prediction.pipeline(),
                prediction.eventId(),
                prediction.eventTime(),
                label,
                outcome,
                outcomeTime,
                prediction.vector(),
                prediction.featureFingerprint(),
                prediction.modelDigest(),
                prediction.slot().name(),
                prediction.score(),
                prediction.decision(),
                prediction.propensity());
    }
}
