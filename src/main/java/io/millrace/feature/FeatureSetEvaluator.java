package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Reading;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityLayout;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.Log;
import io.millrace.feature.state.Offsets;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Place;
import io.millrace.feature.state.StateWriter;
import java.util.List;

/**
 * Evaluates the windowed features of one feature set over the state of one entity.
 *
 * <p>A feature is a function of the set of events in the state. The window of an event at time t with lag g is {@code (t - g -
 * window, t - g]}. As of an event means: of its own source, the events at or before it in the order of (time, partition, offset), itself
 * included unless the feature says otherwise; of other sources, those with a time at or before t. What lies later is in the state but not in the window, so that early and late events
 * alike are computed as of their own time.
 *
 * <p>The state stands at the last event that was evaluated. An event after that moves it on, which costs the same whatever the windows hold. An event before it, which
 * came late, is evaluated from the rows that are kept, and leaves the state where it stands.
 *
 * <p>An event at or before the erasure of its entity is in no window but its own, and there it is alone. Used by one thread.
 */
public final class FeatureSetEvaluator {
    private final FeatureSet set;
    private final long kept;
    private final EntityLayout layout;
    private final List<SourceFeatures> sources;
    private final StateWriter scratch = new StateWriter();
    private final Place earlier = new Place();

    /** @param scored index of the source whose events are scored */
    public FeatureSetEvaluator(FeatureSet set, int scored) {
        this.set = set;
        this.kept = set.kept();
        this.sources = SourceFeatures.of(set, scored);
        this.layout =
                new EntityLayout(sources.stream().map(SourceFeatures::layout).toList());
    }

    /** What the bytes of states depend on. */
    public EntityLayout layout() {
        return layout;
    }

    /** The state of an entity of which nothing has been seen. */
    public EntityState emptyState(ColdRows cold) {
        return new EntityState(layout, cold, scratch);
    }

    /**
     * Puts an event into the state, if it is of a source that feeds the set; one that is there already or erased changes nothing.
     *
     * @param row the features of earlier sets by slot; empty for an event that is not scored
     */
    public void add(EntityState state, Event event, double[] row) {
        for (int i = 0; i < sources.size(); i++) {
            SourceFeatures source = sources.get(i);
            if (source.source() == event.source()) {
                long[] values = source.project(event, row);
                state.insert(state.logs().get(i), event.time(), event.partition(), event.offset(), values);
            }
        }
    }

    /**
     * Deletes an event from the state, as if it had never been.
     *
     * @return false where the state does not hold it
     */
    public boolean remove(EntityState state, Event event) {
        Log log = state.log(event.source());
        return log != null && state.remove(log, event.time(), event.partition(), event.offset());
    }

    /** Erases an entity: what the state holds of events at or before a time. Those of them that come later are never held. */
    public void erase(EntityState state, long until) {
        state.eraseUntil(until);
    }

    /**
     * Lets go of events that no window of an event still to come can hold.
     *
     * @param earliest no event before this time, in epoch milliseconds, will come or be evaluated any more
     */
    public void forget(EntityState state, long earliest) {
        state.forgetErasureBefore(earliest);
        if (earliest <= Long.MIN_VALUE + kept + 1) {
            return;
        }
        state.advancePast(earliest - 1);
        state.forgetUntil(earliest - 1 - kept);
    }

    /** Writes the set's features as of a scored event into the row, and into the frontier what the entity had seen by then and which events its windows held. */
    public void evaluate(EntityState state, Event event, double[] row, Frontier frontier) {
        if (state.isErased(event.time())) {
            EntityState alone = emptyState(new ColdRowsInMemory());
            add(alone, event, row);
            evaluate(alone, event, row, frontier);
            return;
        }
        if (state.asOf().isBefore(event.time(), event.partition(), event.offset())) {
            state.advance(event.time(), event.partition(), event.offset());
        }
        boolean isLate = !state.asOf().isAt(event.time(), event.partition(), event.offset());
        earlier.set(event.time(), event.partition(), event.offset());
        for (int i = 0; i < sources.size(); i++) {
            Log log = state.logs().get(i);
            PartState[] parts = isLate ? log.partsAsOf(earlier) : log.parts();
            read(sources.get(i), parts, event.time(), row);
            sources.get(i).noteHeld(parts, set.index(), frontier);
            note(isLate ? log.seenAsOf(earlier) : log.seen(), log.layout().source(), frontier);
        }
    }

    private static void read(SourceFeatures source, PartState[] parts, long time, double[] row) {
        for (Reading reading : source.readings()) {
            reading.read(parts, time, row);
        }
    }

    private void note(Offsets seen, int source, Frontier frontier) {
        for (int i = 0; i < seen.size(); i++) {
            frontier.add(set.index(), source, seen.partition(i), seen.offset(i));
        }
    }
}
