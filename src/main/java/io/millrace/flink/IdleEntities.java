package io.millrace.flink;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.InternalTimerService;

/**
 * Lets entities leave that have been idle for longer than their rows are kept: one timer for each entity looks after it, once in that time. Those of a set with lifetime windows
 * stay.
 */
final class IdleEntities {
    /** An entity that can't leave yet, because the scored source is behind, is looked at again after this part of the time that rows are kept. */
    private static final int PATIENCE = 8;

    private final FeatureSet set;
    private final FeatureSetEvaluator evaluator;
    private final EntityStore entities;
    private final SetClock clock;
    private final InternalTimerService<VoidNamespace> timers;
    private final long retention;

    /** @param retention how long rows are kept, in milliseconds */
    IdleEntities(
            FeatureSet set,
            FeatureSetEvaluator evaluator,
            EntityStore entities,
            SetClock clock,
            InternalTimerService<VoidNamespace> timers,
            long retention) {
        this.set = set;
        this.evaluator = evaluator;
        this.entities = entities;
        this.clock = clock;
        this.timers = timers;
        this.retention = retention;
    }

    /** Sees to it that a timer looks after the entity at hand, of which an event came. */
    void attend(EntityStore.Entry entry, long time) {
        if (entry.isUnattended() && !set.hasLifetime()) {
            lookAgain(leavesAt(reached(time)));
            entry.attended();
        }
    }

    /** Of the entity at hand, which was erased, nothing may be left now, so that it can leave even where windows have no end. */
    void attendErased(long time) {
        if (set.hasLifetime()) {
            lookAgain(leavesAt(reached(time)));
        }
    }

    private long reached(long time) {
        return clock.isAtEnd() ? time : Math.max(time, clock.watermark());
    }

    /** The entity may have been idle for long enough to leave. For one that was not, which is most of them, a look at where it stands will do: it is neither taken into memory nor written. */
    void look(String key) throws Exception {
        long leavesAt = leavesAt(entities.asOf(key));
        if (!set.hasLifetime() && leavesAt > clock.watermark()) {
            lookAgain(leavesAt);
            return;
        }
        EntityStore.Entry entry = entities.entry(key);
        evaluator.forget(entry.state(), clock.earliest(clock.newestScored()));
        if (entry.state().isEmpty()) {
            entities.remove(key);
            return;
        }
        entry.changed();
        if (!set.hasLifetime() || entry.state().remembersErasure()) {
            lookAgain(Math.max(leavesAt(entry.state().newest()), later(clock.watermark(), retention / PATIENCE + 1)));
        }
    }

    private void lookAgain(long time) {
        entities.enter();
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
    }

    private long leavesAt(long last) {
        return later(last, retention + 1);
    }

    private static long later(long time, long by) {
        return time > Long.MAX_VALUE - by ? Long.MAX_VALUE : time + by;
    }
}
