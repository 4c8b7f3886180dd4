package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.jspecify.annotations.Nullable;

/** Events that wait until it is decided which version serves them, in the order in which they came. They go into checkpoints. */
final class AwaitingEvents {
    private static final Comparator<PartialVector> IN_ORDER = Comparator.comparing(
            PartialVector::event,
            Comparator.comparingLong(Event::time)
                    .thenComparingInt(Event::partition)
                    .thenComparingLong(Event::offset));

    private final ListState<PartialVector> state;
    private final ArrayDeque<PartialVector> queue;

    /** Takes in what waited when the state was written. */
    AwaitingEvents(StateInitializationContext context) throws Exception {
        state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("awaiting", Form.PARTIAL_VECTOR.serializer()));
        List<PartialVector> before = new ArrayList<>();
        state.get().forEach(before::add);
        before.sort(IN_ORDER);
        queue = new ArrayDeque<>(before);
    }

    void add(PartialVector partial) {
        queue.add(partial);
    }

    int size() {
        return queue.size();
    }

    /** Takes out the first one, where its time is at or before the horizon. */
    @Nullable
    PartialVector takeUntil(long horizon) {
        PartialVector first = queue.peek();
        return first != null && first.event().time() <= horizon ? queue.poll() : null;
    }

    void snapshot() throws Exception {
        state.update(List.copyOf(queue));
    }
}
