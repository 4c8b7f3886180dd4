package io.millrace.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.util.StateMigrationException;
import org.apache.flink.util.function.ThrowingConsumer;

/** The values of one state of bytes, keyed by strings, in a savepoint of the canonical format, read without its job. */
record KeyedValues(OperatorState operator, String state) {
    /**
     * Gives them, in no order.
     *
     * @param groups the key groups that are wanted
     */
    void read(KeyGroupRange groups, ThrowingConsumer<byte[], IOException> to) throws IOException {
        var savepoint = new FullSnapshotRestoreOperation<>(
                groups,
                KeyedValues.class.getClassLoader(),
                handles(groups),
                StateSerializerProvider.fromNewRegisteredSerializer(StringSerializer.INSTANCE));
        try (var parts = savepoint.restore()) {
            while (parts.hasNext()) {
                read(parts.next(), to);
            }
        } catch (StateMigrationException e) {
            throw new IOException("the keyed state of " + operator.getOperatorUid() + " can't be read", e);
        }
    }

    private List<KeyedStateHandle> handles(KeyGroupRange groups) {
        List<KeyedStateHandle> handles = new ArrayList<>();
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
                KeyedStateHandle part = handle.getIntersection(groups);
                if (part != null) {
                    handles.add(part);
                }
            }
        }
        return handles;
    }

    private void read(SavepointRestoreResult part, ThrowingConsumer<byte[], IOException> to)
            throws IOException, StateMigrationException {
        int wanted = part.getStateMetaInfoSnapshots().stream()
                .map(StateMetaInfoSnapshot::getName)
                .toList()
                .indexOf(state);
        try (var groups = part.getRestoredKeyGroups()) {
            while (groups.hasNext()) {
                read(groups.next(), wanted, to);
            }
        }
    }

    private static void read(KeyGroup group, int wanted, ThrowingConsumer<byte[], IOException> to)
            throws IOException, StateMigrationException {
        try (var entries = group.getKeyGroupEntries()) {
            while (entries.hasNext()) {
                KeyGroupEntry entry = entries.next();
                if (entry.getKvStateId() == wanted) {
                    to.accept(BytePrimitiveArraySerializer.INSTANCE.deserialize(
                            new DataInputDeserializer(entry.getValue())));
                }
            }
        }
    }
}
