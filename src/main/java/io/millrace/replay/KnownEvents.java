package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.Frontier;
import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes the features of one set for one prediction from the events that its entity knew then, by the prediction's frontier and hashes: alone, from an empty state, or as the next one of its entity. Used by one thread.
 */
final class KnownEvents {
    private final Pipeline pipeline;
    private final FeatureSet set;
    private final Knowledge knowledge;
    private final FeatureSetEvaluator evaluator;
    private final EventFates fates;
    private final Map<RecordPlace, double[]> rows;
    /** Of each entity, in the order of time. */
    private final Map<String, List<Event>> byEntity = new HashMap<>();
    /** Of entities with predictions that were evaluated as the next one. */
    private final Map<String, KnownSoFar> soFar = new HashMap<>();

    private long size;
    private int begunAnew;

    /** @param rows the features of scored events that later sets read; of others none */
    KnownEvents(Pipeline pipeline, FeatureSet set, EventFates fates, Map<RecordPlace, double[]> rows) {
        this.pipeline = pipeline;
        this.set = set;
        this.fates = fates;
        this.rows = rows;
        this.knowledge = new Knowledge(pipeline, set, fates);
        this.evaluator = new FeatureSetEvaluator(set, pipeline.features().scored());
    }

    /** Takes an event in, where it is of a source that this set takes. */
    void add(Event event) {
        if (set.takes(event.source())) {
            List<Event> events = byEntity.computeIfAbsent(set.keyOf(event), key -> new ArrayList<>());
            events.add(Knowledge.countUntil(events, event.time()), event);
            size++;
        }
    }

    /** How many events are held. */
    long size() {
        return size;
    }

    /** Lets go of events that are in no window of a prediction of this time or a later one. */
    void letGo(long earliest) {
        if (!knowledge.forgets()) {
            return;
        }
        long from = knowledge.keptFrom(earliest);
        byEntity.values().forEach(events -> events.removeIf(event -> event.time() < from));
        byEntity.values().removeIf(List::isEmpty);
        size = byEntity.values().stream().mapToLong(List::size).sum();
    }

    /**
     * Writes the set's features into a row, and what its windows held into a frontier.
     *
     * @return the events that the entity knew, of those that a window can hold, the scored one included
     */
    List<Event> evaluate(Prediction prediction, Event scored, double[] row, Frontier frontier) {
        List<Event> known = known(prediction, scored);
        Set<Event> missed = new HashSet<>();
        Frontier first = new Frontier();
        compute(known, missed, scored, row, first);
        for (int i = 0; i < first.held(); i++) {
            missed.addAll(missed(prediction, first.heldSource(i), first.heldHash(i), known, scored));
        }
        if (missed.isEmpty()) {
            frontier.addAll(first);
            return known;
        }
        compute(known, missed, scored, row, frontier);
        return known.stream().filter(event -> !missed.contains(event)).toList();
    }

    /**
     * Writes the set's features into a row, and what its windows held into a frontier, over the state that the entity's prediction before this one left. Where the predictions of an entity come in the order in which they were made,
     * that costs what has come in between. Where its windows then hold events that this one did not know, a new state takes its place. It gives the same as {@link #evaluate}, but for events that are missing
     * within the frontier. No event is added after the first prediction.
     */
    void evaluateNext(Prediction prediction, Event scored, double[] row, Frontier frontier) {
        String key = set.keyOf(scored);
        Frontier next = new Frontier();
        soFar.computeIfAbsent(key, this::anew).evaluate(prediction, scored, row, next);
        if (holdsOthers(prediction, next)) {
            begunAnew++;
            KnownSoFar anew = anew(key);
            soFar.put(key, anew);
            next = new Frontier();
            anew.evaluate(prediction, scored, row, next);
        }
        frontier.addAll(next);
    }

    private KnownSoFar anew(String entity) {
        return new KnownSoFar(knowledge, byEntity.getOrDefault(entity, List.of()), emptyState());
    }

    private ComputedState emptyState() {
        return new ComputedState(pipeline, set, evaluator, rows);
    }

    private boolean holdsOthers(Prediction prediction, Frontier found) {
        for (int i = 0; i < found.held(); i++) {
            Optional<Held> held = held(prediction, found.heldSource(i));
            if (held.isPresent() && held.get().events() != found.heldHash(i)) {
                return true;
            }
        }
        return false;
    }

    private Optional<Held> held(Prediction prediction, int source) {
        return Comparison.held(prediction, set, pipeline.sources().get(source));
    }

    /** How often a new state took the place of an entity's, each of which costs as much as its windows hold. */
    int begunAnew() {
        return begunAnew;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    private List<Event> missed(Prediction prediction, int source, long found, List<Event> known, Event scored) {
        Optional<Held> held = held(prediction, source);
        if (held.isEmpty() || held.get().events() == found) {
            return List.of();
        }
        List<Event> candidates = known.stream()
                .filter(event -> event.source() == source && event != scored)
                .toList();
        return new EventChoice(candidates, fates)
                .adding(found - held.get().events())
                .orElse(List.of());
    }

    /** The events up to the scored one that lie within the frontier and that a window can hold, and erasures among them. */
    private List<Event> known(Prediction prediction, Event scored) {
        List<Event> events = byEntity.getOrDefault(set.keyOf(scored), List.of());
        return events
                .subList(knowledge.firstOf(events, scored.time()), Knowledge.countUntil(events, scored.time()))
                .stream()
                .filter(event -> knowledge.isKnown(prediction, event, scored))
                .toList();
    }

    private void compute(List<Event> known, Set<Event> missed, Event scored, double[] row, Frontier frontier) {
        ComputedState state = emptyState();
        known.stream()
                .filter(event -> event != scored && !missed.contains(event))
                .forEach(state::put);
        known.forEach(state::erase);
        state.evaluate(scored, row, frontier);
    }
}
