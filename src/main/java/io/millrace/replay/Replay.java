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
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    private final IdentityHashMap<Prediction, double[]> vectors = new IdentityHashMap<>();
    private int alone;

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
            done.put(prediction, new Replayed(prediction, new NoEvent(RecordPlace.of(prediction.trigger()))));
        }
        computeOneByOne(computeTogether(wanted));
        return predictions.stream()
                .map(prediction -> Objects.requireNonNull(done.get(prediction)))
                .toList();
    }

    /** How many predictions were computed alone, each of which costs as much as its windows hold. */
    int alone() {
        return alone;
    }

    /** The vector as computed again, of a prediction that was run; empty where its event is not there. */
    public Optional<double[]> vector(Prediction prediction) {
        return Optional.ofNullable(vectors.get(prediction));
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
        for (KnownEvents set : sets) {
            events.scored().forEach(set::add);
            events.facts().forEach(set::add);
        }
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
                    if (!matches(prediction, partial.row(), partial.frontier())) {
                        left.add(new Concerned(prediction, partial.event()));
                    }
                }
            }
            return !open.isEmpty();
        });
        return left;
    }

    /** Notes what came of a prediction, and says whether its features and events are the same. */
    private boolean matches(Prediction prediction, double[] row, Frontier frontier) throws IOException {
        Difference difference = comparison.difference(prediction, row, frontier);
        boolean matches = difference == null;
        vectors.put(prediction, matches ? prediction.vector() : assembly.vector(row));
        done.put(prediction, new Replayed(prediction, matches ? scores.compare(prediction) : difference));
        return matches;
    }

    /** What some late event concerns, from exactly the events that it knew. */
    private void computeOneByOne(List<Concerned> left) throws IOException {
        if (left.isEmpty()) {
            return;
        }
        List<KnownEvents> sets = knownEvents();
        for (Concerned one : ProcessingOrder.of(left, sets)) {
            double[] row = new double[plan.features().size()];
            if (computeNext(one, sets, row) || computeAlone(one, sets, row)) {
                noteRow(one.event(), row);
            }
        }
    }

    private boolean computeNext(Concerned one, List<KnownEvents> sets, double[] row) throws IOException {
        Frontier frontier = new Frontier();
        sets.forEach(set -> set.evaluateNext(one.prediction(), one.event(), row, frontier));
        assembly.derive(one.event(), row);
        return matches(one.prediction(), row, frontier);
    }

    private boolean computeAlone(Concerned one, List<KnownEvents> sets, double[] row) throws IOException {
        alone++;
        Frontier frontier = new Frontier();
        sets.forEach(set -> set.evaluate(one.prediction(), one.event(), row, frontier));
        assembly.derive(one.event(), row);
        return matches(one.prediction(), row, frontier);
    }

    private void noteRow(Event event, double[] row) {
        if (readsFeatures) {
            rows.put(events.placeOf(event), row);
        }
    }
}
