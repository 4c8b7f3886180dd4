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
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyGroupedInternalPriorityQueue;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for event time to reach them, in the order of (time, partition, offset), retractions, each right behind its event, and erasures, each behind everything of its time.
 *
 * <p>The first of them are in memory. They go into checkpoints as raw keyed state, key group by key group, so that they move with their entities when the job is rescaled. Where a partition runs far ahead of another one, as when a
 * job catches up, the events behind those rest in a queue of the state backend, which is in checkpoints by itself. So a backlog of any length needs as much memory as a short one.
 */
final class HeldEvents {
    private final SortedRuns<PartialVector> first = new SortedRuns<>(HeldEvents::inOrder);
    private final KeyGroupedInternalPriorityQueue<HeldEvent> rest;
    private final Function<PartialVector, String> keyOf;
    private final int inMemory;
    /** How many there are in the rest. */
    private long resting;
    /** The first of the rest, which all in memory come before; null where there is none. */
    private @Nullable PartialVector border;

    /**
     * Holds what the queue holds, and nothing else yet.
     *
     * @param rest the state backend's queue
     * @param keyOf the key of an event's entity
     * @param inMemory how many may be in memory; at least 1
     */
    HeldEvents(KeyGroupedInternalPriorityQueue<HeldEvent> rest, Function<PartialVector, String> keyOf, int inMemory)
            throws IOException {
        this.rest = rest;
        this.keyOf = keyOf;
        this.inMemory = inMemory;
        this.resting = countOfRest(partial -> true);
        findBorder();
    }

    static int inOrder(PartialVector a, PartialVector b) {
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
        if (border != null && inOrder(partial, border) > 0) {
            putToRest(partial);
            return;
        }
        first.add(partial);
        if (first.size() > inMemory) {
            putToRest(first.takeAllBut(half()));
        }
    }

    private void putToRest(List<PartialVector> ordered) {
        ordered.forEach(this::putToRest);
        findBorder();
    }

    private void putToRest(PartialVector partial) {
        rest.add(new HeldEvent(keyOf.apply(partial), partial));
        resting++;
    }

    private void findBorder() {
        HeldEvent next = rest.peek();
        border = next == null ? null : next.partial();
    }

    private int half() {
        return inMemory - inMemory / 2;
    }

    /** Nothing is in memory only where nothing is held at all. */
    private void takeIfEmpty() {
        if (first.size() > 0 || resting == 0) {
            return;
        }
        for (int i = half(); i > 0 && resting > 0; i--) {
            first.add(takeFromRest());
        }
        findBorder();
    }

    private PartialVector takeFromRest() {
        resting--;
        return Objects.requireNonNull(rest.poll()).partial();
    }

    long size() {
        return first.size() + resting;
    }

    /** How many of them rest in the state backend. */
    long resting() {
        return resting;
    }

    /** How many of the held events are so. */
    long count(Predicate<PartialVector> which) throws IOException {
        return first.stream().filter(which).count() + countOfRest(which);
    }

    private long countOfRest(Predicate<PartialVector> which) throws IOException {
        long count = 0;
        try (CloseableIterator<HeldEvent> all = rest.iterator()) {
            while (all.hasNext()) {
                count += which.test(all.next().partial()) ? 1 : 0;
            }
        } catch (IOException | RuntimeException unreadable) {
            throw unreadable;
        } catch (Exception unreadable) {
            throw new IOException("the queue of events that wait can't be read", unreadable);
        }
        return count;
    }

    /** Takes out the first event, if its time is at or before {@code until}. */
    @Nullable
    PartialVector takeUntil(long until) {
        PartialVector taken = first.pollIf(next -> next.event().time() <= until);
        takeIfEmpty();
        return taken;
    }

    /** Writes every event in memory into the stream of its key group: the version of the form, then the events. */
    void snapshot(KeyedStateCheckpointOutputStream out, ToIntFunction<PartialVector> keyGroupOf) throws IOException {
        Map<Integer, List<PartialVector>> byKeyGroup = new HashMap<>();
        first.stream().forEach(partial -> byKeyGroup
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
     * @param mapping brings events of the definition that they were held under to the one at hand; null where it is the same one
     */
    void restore(
            Iterable<KeyGroupStatePartitionStreamProvider> keyGroups, @Nullable UnaryOperator<PartialVector> mapping)
            throws IOException {
        UnaryOperator<PartialVector> mapped = mapping == null ? UnaryOperator.identity() : mapping;
        for (KeyGroupStatePartitionStreamProvider keyGroup : keyGroups) {
            read(new DataInputViewStreamWrapper(keyGroup.getStream()), mapped);
        }
        if (mapping != null) {
            mapRest(mapping);
        } else if (border != null) {
            putToRestBehind(border);
        }
    }

    /** Of another definition all come into memory: more than may stay there go to rest again, as they are now, when the next event comes. */
    private void mapRest(UnaryOperator<PartialVector> mapping) {
        while (resting > 0) {
            first.add(mapping.apply(takeFromRest()));
        }
        border = null;
    }

    /** One subtask may have had in memory what lies behind the border of another. */
    private void putToRestBehind(PartialVector start) {
        putToRest(first.takeAllBut((int)
                first.stream().filter(partial -> inOrder(partial, start) < 0).count()));
        takeIfEmpty();
    }

    private void read(DataInputView in, UnaryOperator<PartialVector> mapping) throws IOException {
        int version;
        try {
            version = in.readInt();
        } catch (EOFException nothingWasWritten) {
            return;
        }
        readAll(in, version, partial -> first.add(mapping.apply(partial)));
    }

    /** Gives the events that a snapshot holds beside those that rest in the state backend, in no order. */
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

    /** How many events a snapshot holds beside those that rest in the state backend's queue: none only where there are none. */
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
