package io.millrace.trainingset;

import io.millrace.feedback.JoinState;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.OutcomeJoin;
import io.millrace.feedback.OutcomeJoin.Step;
import io.millrace.feedback.Report;
import io.millrace.model.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Labels predictions as the outcome join does, from the reports up to a cut-off. */
final class Labels {
    private final OutcomeJoin join;
    private final Map<String, Report> reports;
    private final long cutoff;

    /**
     * @param reports the first report of each event
     * @param cutoff event time up to which outcomes are known, in epoch milliseconds
     */
    Labels(OutcomeJoin join, Map<String, Report> reports, long cutoff) {
        this.join = join;
        this.reports = reports;
        this.cutoff = cutoff;
    }

    Label of(Prediction prediction) {
        List<LabelledExample> examples = new ArrayList<>();
        JoinState state = keep(join.predicted(JoinState.EMPTY, prediction), examples);
        Report report = reports.get(prediction.eventId());
        if (report != null && report.time() <= cutoff) {
            state = keep(join.reported(state, report), examples);
        }
        examples.addAll(join.passed(state, cutoff, Long.MAX_VALUE).examples());
        boolean isMature = join.horizonEnd(prediction) <= cutoff;
        if (examples.isEmpty()) {
            return new Label(Double.NaN, null, 0, isMature);
        }
        LabelledExample last = examples.get(examples.size() - 1);
        return new Label(last.label(), last.outcome(), last.outcomeTime(), isMature);
    }

    private static JoinState keep(Step step, List<LabelledExample> examples) {
        examples.addAll(step.examples());
        return Objects.requireNonNull(step.state());
    }
}
