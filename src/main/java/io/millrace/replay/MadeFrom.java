package io.millrace.replay;

import io.millrace.event.Event;
import java.util.List;
import java.util.function.Function;

/**
 * What a prediction was made from, as far as it can be read again.
 *
 * @param event the scored event
 * @param row every feature by slot, computed from these events
 * @param known for each feature set, in their order, the events that its entity knew, the scored one included; more than its windows hold
 * @param features the features of an event by slot; empty where no feature set reads them
 */
@SuppressWarnings("ArrayRecordComponent") // the evaluator's row as it is, only read
public record MadeFrom(Event event, double[] row, List<List<Event>> known, Function<Event, double[]> features) {
    public MadeFrom {
        known = known.stream().map(List::copyOf).toList();
    }
}
