package io.millrace.replay;

import io.millrace.config.DefinitionException;
import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.PartialVector;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Evaluates all events of a pipeline in the order of event time, each once: the features of an event that comes late are seen by those that lie after it, as if it had come in time. Used once. */
public final class InOrder {
    private final Evaluator evaluator;
    private final List<Event> scored;
    private final List<Event> facts;
    private int nextScored;
    private int nextFact;

    private InOrder(FeaturePlan plan, List<Event> scored, List<Event> facts) {
        this.evaluator = new Evaluator(plan);
        this.scored = scored;
        this.facts = facts;
    }

    /** All events, also those that were deleted later. */
    static InOrder ofAll(FeaturePlan plan, AcceptedEvents events) {
        return new InOrder(plan, events.scored(), events.facts());
    }

    /**
     * What is known today: events that were deleted might never have been.
     *
     * @throws DefinitionException where an id was used for several events, and which of them were deleted is not to be told
     */
    public static InOrder ofKept(FeaturePlan plan, AcceptedEvents events) {
        Set<Event> deleted = events.deleted();
        Predicate<Event> isKept = event -> !deleted.contains(event);
        return new InOrder(
                plan,
                events.scored().stream().filter(isKept).toList(),
                events.facts().stream().filter(isKept).toList());
    }

    /** Takes scored events with their features. */
    @FunctionalInterface
    public interface Listener {
        /** @return whether to go on */
        boolean evaluated(PartialVector partial) throws IOException;
    }

    /** Evaluates until the listener has enough. */
    public void run(Listener listener) throws IOException {
        boolean goesOn = true;
        while (goesOn && nextScored < scored.size()) {
            goesOn = listener.evaluated(next());
        }
    }

    /**
     * Evaluates points in time, each after all events up to its time; the points themselves count nowhere.
     *
     * @param points events of the scored source that did not happen, in the order of time
     */
    public void look(List<Event> points, Consumer<PartialVector> listener) {
        for (Event point : points) {
            while (nextScored < scored.size() && scored.get(nextScored).time() <= point.time()) {
                next();
            }
            learnUntil(point.time());
            listener.accept(evaluator.look(point));
        }
    }

    private PartialVector next() {
        Event event = scored.get(nextScored++);
        learnUntil(event.time());
        return evaluator.evaluate(event);
    }

    private void learnUntil(long time) {
        while (nextFact < facts.size() && facts.get(nextFact).time() <= time) {
            evaluator.learn(facts.get(nextFact++));
        }
        evaluator.advance(time);
    }
}
