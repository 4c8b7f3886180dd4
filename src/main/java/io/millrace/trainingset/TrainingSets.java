package io.millrace.trainingset;

import io.millrace.config.DefinitionException;
import io.millrace.feedback.OutcomeJoin;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import io.millrace.replay.AcceptedEvents;
import io.millrace.replay.RawEvents;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/** Makes training sets of one definition. */
public final class TrainingSets {
    private static final Comparator<Prediction> ORDER = Comparator.comparingLong(Prediction::eventTime)
            .thenComparingInt(prediction -> prediction.trigger().partition())
            .thenComparingLong(prediction -> prediction.trigger().offset());

    private final Pipeline pipeline;
    private final OutcomeSpec outcome;
    private final RawEvents raw;

    /** @throws DefinitionException where the definition has no outcome */
    public TrainingSets(Pipeline pipeline, RawEvents raw) {
        OutcomeSpec declared = pipeline.outcome();
        if (declared == null) {
            throw new DefinitionException(
                    pipeline.name(),
                    "the definition has no outcome, so there are no labels to learn from; declare \"outcome\"");
        }
        this.pipeline = pipeline;
        this.outcome = declared;
        this.raw = raw;
    }

    /**
     * Makes a training set.
     *
     * @param all predictions of the pipeline, each once; those of shadows and of another time are left alone
     */
    public TrainingSet make(TrainingSetRequest request, List<Prediction> all) throws IOException {
        ReadInputs inputs = new ReadInputs(raw, outcome, pipeline.features().scored());
        AcceptedEvents events = AcceptedEvents.read(pipeline, inputs);
        Source outcomes = pipeline.sources().get(outcome.source());
        inputs.readOutcomes(outcomes);
        long cutoff = cutoff(request, inputs.newest(), outcomes);
        Labels labels = new Labels(
                new OutcomeJoin(outcome.horizon(), outcome.corrections(), outcome.absent()), inputs.reports(), cutoff);
        List<Prediction> predictions = all.stream()
                .filter(prediction -> prediction.slot() != Slot.SHADOW && request.holds(prediction.eventTime()))
                .sorted(ORDER)
                .toList();
        List<Prediction> fitting = predictions.stream()
                .filter(prediction -> fits(request, prediction))
                .toList();
        IdentityHashMap<Prediction, double[]> vectors =
                new PointInTime(pipeline, events).vectors(request.asOf(), fitting);
        List<TrainingSetRow> rows = new ArrayList<>();
        long immature = 0;
        for (Prediction prediction : fitting) {
            double[] vector = vectors.get(prediction);
            Label label = labels.of(prediction);
            if (vector != null && request.onlyMature() && !label.isMature()) {
                immature++;
            } else if (vector != null) {
                rows.add(new TrainingSetRow(prediction, vector, label));
            }
        }
        Counts counts = new Counts(
                predictions.size(),
                rows.size(),
                rows.stream().filter(row -> row.label().value() > 0).count(),
                rows.stream().filter(row -> !isAsScored(row)).count(),
                predictions.size() - fitting.size(),
                fitting.size() - rows.size() - immature,
                immature);
        return new TrainingSet(pipeline, outcome, request, inputs.ranges(), cutoff, counts, rows);
    }

    private static long cutoff(TrainingSetRequest request, long newest, Source outcomes) {
        Instant asked = request.cutoff();
        long known = newest == Long.MIN_VALUE ? newest : newest - outcomes.lateness();
        return asked == null ? known : asked.toEpochMilli();
    }

    /** Features as of event time do not depend on what was scored. */
    private boolean fits(TrainingSetRequest request, Prediction prediction) {
        return request.asOf() == AsOf.EVENT_TIME
                || prediction.featureFingerprint().equals(pipeline.fingerprint());
    }

    private boolean isAsScored(TrainingSetRow row) {
        Prediction prediction = row.prediction();
        return prediction.featureFingerprint().equals(pipeline.fingerprint())
                && Arrays.equals(bits(prediction.vector()), bits(row.vector()));
    }

    private static long[] bits(double[] vector) {
        return Arrays.stream(vector).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
