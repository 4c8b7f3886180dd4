package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.Replayed.Difference;
import io.millrace.replay.Replayed.NoEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes predictions again from raw events: features, then score. Every number is compared by its bits.
 *
 * <p>First all events are evaluated in the order of event time, each once: what was in time has the same vector, from the same events, as their hashes say. What is left was made before some late event came,
 * or before some event was deleted: each is computed from exactly the events within its frontier, so that a late event that it could not know is not in its replay. They go in the order in which the job made them, over states that are moved on; one that does not
 * come out the same there is computed alone.
 *
 * <p>Used once, by one thread.
 */
public final class Replay {
    private final Pipeline pipeline;
    private final FeaturePlan plan;
    private final AcceptedEvents events;
    private final ScoreComparison scores;
    private final VectorAssembly assembly;
    private final Comparison comparison;
    private final boolean readsFeatures;
    private final Map<RecordPlace, double[]> rows = new HashMap<>();
    private final IdentityHashMap<Prediction, Replayed> done = new IdentityHashMap<>();
    private final IdentityHashMap<Prediction, double[]> otherVectors = new IdentityHashMap<>();
    private int alone;
    private int begunAnew;

    /** @param pipeline the definition that the predictions were made under */
    public Replay(Pipeline pipeline, AcceptedEvents events, ScoreComparison scores) {
        this.pipeline = pipeline;
        this.plan = pipeline.features();
        this.events = events;
        this.scores = scores;
        this.assembly = new VectorAssembly(plan);
        this.comparison = new Comparison(pipeline);
        this.readsFeatures = readsFeatures(plan);
    }

    /** Whether windows of a set are over features of other sets. */
    static boolean readsFeatures(FeaturePlan plan) {
        return plan.sets().stream().flatMap(set -> set.columns().stream()).anyMatch(column -> !column.reads()
                .isEmpty());
    }

    /**
     * Replays predictions.
     *
     * @param predictions all of this pipeline's vector
     * @return one for each, in their order
     * @throws IllegalArgumentException where one is of another vector
     */
    public List<Replayed> run(List<Prediction> predictions) throws IOException {
        Map<RecordPlace, List<Prediction>> wanted = new HashMap<>();
        for (Prediction prediction : predictions) {
            if (!prediction.featureFingerprint().equals(pipeline.fingerprint())) {
                throw new IllegalArgumentException("prediction " + prediction.id() + " is of the vector "
                        + prediction.featureFingerprint() + ", the definition has " + pipeline.fingerprint());
            }
            wanted.computeIfAbsent(RecordPlace.of(prediction.trigger()), place -> new ArrayList<>(1))
                    .add(prediction);
        }
        computeOneByOne(computeTogether(wanted));
        return predictions.stream()
                .map(prediction -> done.getOrDefault(prediction, noEvent(prediction)))
                .toList();
    }

    private static Replayed noEvent(Prediction prediction) {
        return new Replayed(prediction, new NoEvent(RecordPlace.of(prediction.trigger())));
    }

    /** How many predictions were computed alone, each of which costs as much as its windows hold. */
    int alone() {
        return alone;
    }

    /** How often the state of an entity was begun anew for a prediction. */
    int begunAnew() {
        return begunAnew;
    }

    /** The vector as computed again, of a prediction that was run; empty where its event is not there. */
    public Optional<double[]> vector(Prediction prediction) {
        return done.containsKey(prediction)
                ? Optional.of(otherVectors.getOrDefault(prediction, prediction.vector()))
                : Optional.empty();
    }

    /** What a prediction that was run is made from; empty where its event is not there. */
    public Optional<MadeFrom> madeFrom(Prediction prediction) {
        return events.scored().stream()
                .filter(event -> events.placeOf(event).equals(RecordPlace.of(prediction.trigger())))
                .findFirst()
                .map(event -> madeFrom(prediction, event));
    }

    private MadeFrom madeFrom(Prediction prediction, Event event) {
        double[] row = new double[plan.features().size()];
        List<List<Event>> known = new ArrayList<>();
        for (KnownEvents set : knownEvents()) {
            known.add(set.evaluate(prediction, event, row, new Frontier()));
        }
        assembly.derive(event, row);
        return new MadeFrom(event, row, known, other -> rows.getOrDefault(events.placeOf(other), PartialVector.NO_ROW));
    }

    private List<KnownEvents> knownEvents() {
        List<KnownEvents> sets = plan.sets().stream()
                .map(set -> new KnownEvents(pipeline, set, events, rows))
                .toList();
        List<Event> all = new ArrayList<>(events.scored());
        all.addAll(events.facts());
        all.sort(Comparator.comparingLong(Event::time));
        sets.forEach(set -> all.forEach(set::add));
        return sets;
    }

    private List<Concerned> computeTogether(Map<RecordPlace, List<Prediction>> wanted) throws IOException {
        List<Concerned> left = new ArrayList<>();
        Map<RecordPlace, List<Prediction>> open = new HashMap<>(wanted);
        if (open.isEmpty()) {
            return left;
        }
        InOrder.ofAll(plan, events).run(partial -> {
            RecordPlace place = events.placeOf(partial.event());
            noteRow(partial.event(), partial.row());
            List<Prediction> ofEvent = open.remove(place);
            if (ofEvent != null) {
                for (Prediction prediction : ofEvent) {
                    if (comparison.difference(prediction, partial.row(), partial.frontier()) == null) {
                        noteSame(prediction);
                    } else {
                        left.add(new Concerned(prediction, partial.event()));
                    }
                }
            }
            return !open.isEmpty();
        });
        return left;
    }

    /** Notes that a prediction's features and events are the same. */
    private void noteSame(Prediction prediction) throws IOException {
        done.put(prediction, new Replayed(prediction, scores.compare(prediction)));
    }

    /** What some late event concerns, from exactly the events that it knew. */
    private void computeOneByOne(List<Concerned> left) throws IOException {
        if (left.isEmpty()) {
            return;
        }
        List<KnownEvents> sets = knownEvents();
        for (Concerned one : ProcessingOrder.of(
                left, sets.stream().map(KnownEvents::knowledge).toList())) {
            double[] row = new double[plan.features().size()];
            if (isSame(one, sets, row)) {
                noteSame(one.prediction());
                noteRow(one.event(), row);
            }
        }
        begunAnew = sets.stream().mapToInt(KnownEvents::begunAnew).sum();
    }

    private boolean isSame(Concerned one, List<KnownEvents> sets, double[] row) {
        Frontier frontier = new Frontier();
        sets.forEach(set -> set.evaluateNext(one.prediction(), one.event(), row, frontier));
        return difference(one, row, frontier) == null || isSameAlone(one, sets, row);
    }

    private boolean isSameAlone(Concerned one, List<KnownEvents> sets, double[] row) {
        alone++;
        Frontier frontier = new Frontier();
        sets.forEach(set -> set.evaluate(one.prediction(), one.event(), row, frontier));
        Difference difference = difference(one, row, frontier);
        if (difference != null) {
            otherVectors.put(one.prediction(), assembly.vector(row));
            done.put(one.prediction(), new Replayed(one.prediction(), difference));
        }
        return difference == null;
    }

    private @Nullable Difference difference(Concerned one, double[] row, Frontier frontier) {
        assembly.derive(one.event(), row);
        return comparison.difference(one.prediction(), row, frontier);
    }

    private void noteRow(Event event, double[] row) {
        if (readsFeatures) {
            rows.put(events.placeOf(event), row);
        }
    }
}
