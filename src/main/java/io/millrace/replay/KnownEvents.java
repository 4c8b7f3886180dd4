package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityState;
import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.model.Seen;
import io.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Computes the features of one set for one prediction from the events that its entity knew then, by the prediction's frontier and hashes. */
final class KnownEvents {
    private final Pipeline pipeline;
    private final FeatureSet set;
    private final FeatureSetEvaluator evaluator;
    private final AcceptedEvents accepted;
    private final Map<RecordPlace, double[]> rows;
    private final Map<String, List<Event>> byEntity = new HashMap<>();

    /** @param rows the features of scored events that later sets read; of others none */
    KnownEvents(Pipeline pipeline, FeatureSet set, AcceptedEvents accepted, Map<RecordPlace, double[]> rows) {
        this.pipeline = pipeline;
        this.set = set;
        this.accepted = accepted;
        this.rows = rows;
        this.evaluator = new FeatureSetEvaluator(set, pipeline.features().scored());
        accepted.scored().forEach(this::add);
        accepted.facts().forEach(this::add);
    }

    private void add(Event event) {
        if (set.takes(event.source())) {
            byEntity.computeIfAbsent(set.keyOf(event), key -> new ArrayList<>()).add(event);
        }
    }

    /**
     * Writes the set's features into a row, and what its windows held into a frontier.
     *
     * @return the events that the entity knew, the scored one included
     */
    List<Event> evaluate(Prediction prediction, Event scored, double[] row, Frontier frontier) {
        List<Event> known = known(prediction, scored);
        Set<Event> missed = new HashSet<>();
        Frontier first = new Frontier();
        compute(known, missed, scored, row, first);
        for (int i = 0; i < first.held(); i++) {
            missed.addAll(missed(prediction, first.heldSource(i), first.heldHash(i), known, scored));
        }
        compute(known, missed, scored, row, frontier);
        return known.stream().filter(event -> !missed.contains(event)).toList();
    }

    private List<Event> missed(Prediction prediction, int source, long found, List<Event> known, Event scored) {
        Optional<Held> held = Replay.held(prediction, set, pipeline.sources().get(source));
        if (held.isEmpty() || held.get().events() == found) {
            return List.of();
        }
        List<Event> candidates = known.stream()
                .filter(event -> event.source() == source && event != scored)
                .toList();
        return new EventChoice(candidates, accepted)
                .adding(found - held.get().events())
                .orElse(List.of());
    }

    /** The events up to the scored one that lie within the frontier, and erasures before it. */
    private List<Event> known(Prediction prediction, Event scored) {
        return byEntity.getOrDefault(set.keyOf(scored), List.of()).stream()
                .filter(event -> isBehind(event, scored))
                .filter(event -> event == scored || set.isErasedBy(event.source()) || isSeen(prediction, event))
                .toList();
    }

    private boolean isBehind(Event event, Event scored) {
        if (event.source() == scored.source()) {
            return AcceptedEvents.isUpTo(event, scored);
        }
        return set.isErasedBy(event.source()) ? event.time() < scored.time() : event.time() <= scored.time();
    }

    private boolean isSeen(Prediction prediction, Event event) {
        RecordPlace place = accepted.placeOf(event);
        for (Seen seen : prediction.frontier()) {
            if (seen.partition() == place.partition()
                    && seen.featureSet().equals(set.name())
                    && seen.topic().equals(place.topic())) {
                return place.offset() <= seen.offset();
            }
        }
        return false;
    }

    private void compute(List<Event> known, Set<Event> missed, Event scored, double[] row, Frontier frontier) {
        EntityState state = evaluator.emptyState(new ColdRowsInMemory());
        long keptFrom = set.hasLifetime() ? Long.MIN_VALUE : scored.time() - set.kept() - 1;
        for (Event event : known) {
            if (event != scored && event.time() >= keptFrom && set.feeds(event.source()) && !missed.contains(event)) {
                evaluator.add(state, event, rows.getOrDefault(accepted.placeOf(event), PartialVector.NO_ROW));
            }
        }
        known.stream()
                .filter(event -> set.isErasedBy(event.source()))
                .forEach(event -> evaluator.erase(state, event.time()));
        evaluator.add(state, scored, row);
        evaluator.evaluate(state, scored, row, frontier);
    }
}
