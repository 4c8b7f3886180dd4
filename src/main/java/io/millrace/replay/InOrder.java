package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.PartialVector;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Evaluates all events of a pipeline in the order of event time, each once: the features of an event that comes late are seen by those that lie after it, as if it had come in time. */
public final class InOrder {
    private final FeaturePlan plan;
    private final List<Event> scored;
    private final List<Event> facts;

    private InOrder(FeaturePlan plan, List<Event> scored, List<Event> facts) {
        this.plan = plan;
        this.scored = scored;
        this.facts = facts;
    }

    /** All events, also those that were deleted later. */
    static InOrder ofAll(FeaturePlan plan, AcceptedEvents events) {
        return new InOrder(plan, events.scored(), events.facts());
    }

    /** What is known today: events that were deleted might never have been. */
    public static InOrder ofKept(FeaturePlan plan, AcceptedEvents events) {
        Predicate<Event> isKept = event -> !events.mayBeDeleted(event);
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
        Evaluator evaluator = new Evaluator(plan);
        int fact = 0;
        for (Event event : scored) {
            while (fact < facts.size() && facts.get(fact).time() <= event.time()) {
                evaluator.learn(facts.get(fact++));
            }
            evaluator.advance(event.time());
            if (!listener.evaluated(evaluator.evaluate(event))) {
                return;
            }
        }
    }
}
