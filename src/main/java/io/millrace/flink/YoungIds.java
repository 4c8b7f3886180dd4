package io.millrace.flink;

import io.millrace.event.Binary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.ToIntFunction;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateCheckpointOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Ids that were accepted lately, in memory until so many have come after them. Where event time passes them before, as it does when a job catches up, they are never written to the state backend: that saves a
 * write, a timer and their removal for each event. They go into checkpoints as raw keyed state, key group by key group, so that they move with their keys when the job is rescaled.
 */
final class YoungIds {
    private static final byte VERSION = 1;

    /** How many may make room for one: more than one, since a subtask that goes on from several may have too many. */
    private static final int ROOM = 2;

    private final int most;
    private final LinkedHashMap<String, Young> ids = new LinkedHashMap<>();

    /** @param most how many may be in memory */
    YoungIds(int most) {
        this.most = most;
    }

    /**
     * What is known of an id.
     *
     * @param time of the event that was accepted
     * @param forgottenAt the watermark at which the id is forgotten
     */
    record Young(long time, long forgottenAt) {}

    /** Takes what does not stay in memory. */
    interface Store {
        void store(String id, Young young) throws Exception;
    }

    /** What is remembered of the id at this watermark; null where nothing is. */
    @Nullable
    Young get(String id, long watermark) {
        Young young = ids.get(id);
        return young == null || young.forgottenAt() <= watermark ? null : young;
    }

    /** Remembers an id; the eldest leave where they are forgotten at this watermark, or are stored where they make room. */
    void put(String id, Young young, long watermark, Store store) throws Exception {
        ids.put(id, young);
        Iterator<Map.Entry<String, Young>> eldest = ids.entrySet().iterator();
        for (int i = 0; i < ROOM && ids.size() > 1; i++) {
            Map.Entry<String, Young> next = eldest.next();
            boolean isForgotten = next.getValue().forgottenAt() <= watermark;
            if (!isForgotten && ids.size() <= most) {
                return;
            }
            if (!isForgotten) {
                store.store(next.getKey(), next.getValue());
            }
            eldest.remove();
        }
    }

    void remove(String id) {
        ids.remove(id);
    }

    int size() {
        return ids.size();
    }

    /** Writes all that are remembered at this watermark, each into the stream of its key group: the version, how many, then of each the id, the time and when it is forgotten. */
    void snapshot(KeyedStateCheckpointOutputStream out, ToIntFunction<String> keyGroupOf, long watermark)
            throws IOException {
        Map<Integer, List<Map.Entry<String, Young>>> byKeyGroup = new HashMap<>();
        for (Map.Entry<String, Young> entry : ids.entrySet()) {
            if (entry.getValue().forgottenAt() > watermark) {
                byKeyGroup
                        .computeIfAbsent(keyGroupOf.applyAsInt(entry.getKey()), group -> new ArrayList<>())
                        .add(entry);
            }
        }
        for (int keyGroup : out.getKeyGroupList()) {
            out.startNewKeyGroup(keyGroup);
            DataOutputViewStreamWrapper view = new DataOutputViewStreamWrapper(out);
            write(byKeyGroup.getOrDefault(keyGroup, List.of()), view);
            view.flush();
        }
    }

    private static void write(List<Map.Entry<String, Young>> entries, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        Binary.writeLong(entries.size(), out);
        for (Map.Entry<String, Young> entry : entries) {
            Binary.writeString(entry.getKey(), out);
            Binary.writeLong(entry.getValue().time(), out);
            Binary.writeLong(entry.getValue().forgottenAt(), out);
        }
    }

    /** An id of a snapshot. */
    private record Restored(String id, Young young) {}

    /**
     * Takes in the ids of the key groups that this subtask owns now, the eldest first.
     *
     * @param forgottenAt the watermark at which an id is forgotten at the earliest under the definition at hand, by the time of its event
     */
    void restore(Iterable<KeyGroupStatePartitionStreamProvider> keyGroups, LongUnaryOperator forgottenAt)
            throws IOException {
        List<Restored> all = new ArrayList<>();
        for (KeyGroupStatePartitionStreamProvider keyGroup : keyGroups) {
            read(new DataInputViewStreamWrapper(keyGroup.getStream()), forgottenAt, all);
        }
        all.sort(Comparator.comparingLong(restored -> restored.young().forgottenAt()));
        all.forEach(restored -> ids.put(restored.id(), restored.young()));
    }

    private static void read(DataInput in, LongUnaryOperator forgottenAt, List<Restored> to) throws IOException {
        byte version;
        try {
            version = in.readByte();
        } catch (EOFException nothingWasWritten) {
            return;
        }
        if (version != VERSION) {
            throw new IOException("ids of version " + version + " are of a later release; this one reads version "
                    + VERSION + ": go on with that release, or from an earlier savepoint");
        }
        int size = Binary.readInt(in);
        for (int i = 0; i < size; i++) {
            String id = Binary.readText(in);
            long time = Binary.readLong(in);
            to.add(new Restored(id, new Young(time, Math.max(Binary.readLong(in), forgottenAt.applyAsLong(time)))));
        }
    }
}
