package io.millrace.flink;

import io.millrace.feature.PartialVector;
import org.apache.flink.runtime.state.Keyed;
import org.apache.flink.runtime.state.PriorityComparable;
import org.apache.flink.runtime.state.heap.AbstractHeapPriorityQueueElement;

/** An event that waits in a queue of the state backend, which wants to know its key and its place. */
final class HeldEvent extends AbstractHeapPriorityQueueElement implements Keyed<String>, PriorityComparable<HeldEvent> {
    private final String key;
    private final PartialVector partial;

    /** @param key of the entity at whose feature set it waits */
    HeldEvent(String key, PartialVector partial) {
        this.key = key;
        this.partial = partial;
    }

    @Override
    public String getKey() {
        return key;
    }

    PartialVector partial() {
        return partial;
    }

    @Override
    public int comparePriorityTo(HeldEvent other) {
        return HeldEvents.inOrder(partial, other.partial);
    }
}
