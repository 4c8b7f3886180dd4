package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Whose entities' events one subtask of a feature set has: those whose keys fall into its key groups. */
record EntityKeys(FeatureSet set, int maxParallelism, KeyGroupRange own) {
    int keyGroup(PartialVector partial) {
        return KeyGroupRangeAssignment.assignToKeyGroup(set.keyOf(partial.event()), maxParallelism);
    }

    /** Whether an event has a key, and one of this subtask. */
    boolean owns(PartialVector partial) {
        return hasKey(partial.event()) && own.contains(keyGroup(partial));
    }

    private boolean hasKey(Event event) {
        return set.keySlots().get(event.source()).stream().noneMatch(event::isNull);
    }
}
