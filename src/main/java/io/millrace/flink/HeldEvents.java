package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for event time to reach them, in the order of (time, partition, offset), retractions, each right behind its event, and erasures, each behind everything of its time. They rest in memory and go into checkpoints as raw keyed state, key group by
 * key group, so that they move with their entities when the job is rescaled.
 */
final class HeldEvents {
    private final SortedRuns<PartialVector> queue = new SortedRuns<>(HeldEvents::inOrder);

    private static int inOrder(PartialVector a, PartialVector b) {
        Event first = a.event();
        Event second = b.event();
        if (first.time() != second.time()) {
            return first.time() < second.time() ? -1 : 1;
        }
        if (a.isFact() != b.isFact()) {
            return a.isFact() ? 1 : -1;
        }
        int byPartition = Integer.compare(first.partition(), second.partition());
        if (byPartition != 0) {
            return byPartition;
        }
        int byOffset = Long.compare(first.offset(), second.offset());
        return byOffset != 0 ? byOffset : Boolean.compare(a.isRetraction(), b.isRetraction());
    }

    void hold(PartialVector partial) {
        queue.add(partial);
    }

    int size() {
        return queue.size();
    }

    /** How many of the held events are so. */
    long count(Predicate<PartialVector> which) {
        return queue.stream().filter(which).count();
    }

    /** Takes out the first event, if its time is at or before {@code until}. */
    @Nullable
    PartialVector takeUntil(long until) {
        return queue.pollIf(first -> first.event().time() <= until);
    }

    /** Writes every event into the stream of its key group: the version of the form, then the events. */
    void snapshot(KeyedStateCheckpointOutputStream out, ToIntFunction<PartialVector> keyGroupOf) throws IOException {
        Map<Integer, List<PartialVector>> byKeyGroup = new HashMap<>();
        queue.stream().forEach(partial -> byKeyGroup
                .computeIfAbsent(keyGroupOf.applyAsInt(partial), group -> new ArrayList<>())
                .add(partial));
        for (int keyGroup : out.getKeyGroupList()) {
            out.startNewKeyGroup(keyGroup);
            write(byKeyGroup.getOrDefault(keyGroup, List.of()), out);
        }
    }

    private static void write(List<PartialVector> events, OutputStream out) throws IOException {
        DataOutputViewStreamWrapper view = new DataOutputViewStreamWrapper(out);
        view.writeInt(Form.PARTIAL_VECTOR.codec().version());
        view.writeInt(events.size());
        for (PartialVector partial : events) {
            Form.PARTIAL_VECTOR.codec().write(partial, view);
        }
        view.flush();
    }

    /**
     * Takes in the events of the key groups that this subtask owns now.
     *
     * @param mapping brings events of the definition that they were held under to the one at hand
     */
    void restore(Iterable<KeyGroupStatePartitionStreamProvider> keyGroups, UnaryOperator<PartialVector> mapping)
            throws IOException {
        for (KeyGroupStatePartitionStreamProvider keyGroup : keyGroups) {
            read(new DataInputViewStreamWrapper(keyGroup.getStream()), mapping);
        }
    }

    private void read(DataInputView in, UnaryOperator<PartialVector> mapping) throws IOException {
        int version;
        try {
            version = in.readInt();
        } catch (EOFException nothingWasWritten) {
            return;
        }
        readAll(in, version, partial -> queue.add(mapping.apply(partial)));
    }

    /** Gives the events that a snapshot holds, in no order. */
    static void read(KeyGroupsStateHandle snapshot, Consumer<PartialVector> to) throws IOException {
        try (FSDataInputStream in = snapshot.openInputStream()) {
            DataInputView view = new DataInputViewStreamWrapper(in);
            for (Tuple2<Integer, Long> keyGroup : snapshot.getGroupRangeOffsets()) {
                if (keyGroup.f1 != KeyedStateCheckpointOutputStream.NO_OFFSET_SET) {
                    in.seek(keyGroup.f1);
                    readAll(view, view.readInt(), to);
                }
            }
        }
    }

    private static void readAll(DataInputView in, int version, Consumer<PartialVector> to) throws IOException {
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            to.accept(Form.PARTIAL_VECTOR.codec().read(in, version));
        }
    }

    /** How many events a snapshot holds. */
    static long count(KeyGroupsStateHandle snapshot) throws IOException {
        long count = 0;
        try (FSDataInputStream in = snapshot.openInputStream()) {
            DataInputView view = new DataInputViewStreamWrapper(in);
            for (Tuple2<Integer, Long> keyGroup : snapshot.getGroupRangeOffsets()) {
                if (keyGroup.f1 != KeyedStateCheckpointOutputStream.NO_OFFSET_SET) {
                    in.seek(keyGroup.f1);
                    view.skipBytesToRead(Integer.BYTES);
                    count += view.readInt();
                }
            }
        }
        return count;
    }
}
