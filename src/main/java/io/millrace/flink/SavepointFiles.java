package io.millrace.flink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.util.IOUtils;

/**
 * The files of a savepoint that is made of another one. Those of savepoints in the canonical format lie in their folder, and are named relative to it.
 *
 * @param folder the new savepoint's
 */
record SavepointFiles(String folder) {
    private static final int BUFFER = 1 << 20;

    /** Copies the files that hold an operator's state. */
    void copy(OperatorState operator) throws IOException {
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (StreamStateHandle state : states(subtask)) {
                copy(state);
            }
        }
    }

    private static List<StreamStateHandle> states(OperatorSubtaskState subtask) throws IOException {
        List<StreamStateHandle> states = new ArrayList<>();
        subtask.getManagedOperatorState().stream()
                .map(OperatorStateHandle::getDelegateStateHandle)
                .forEach(states::add);
        subtask.getRawOperatorState().stream()
                .map(OperatorStateHandle::getDelegateStateHandle)
                .forEach(states::add);
        List<KeyedStateHandle> keyed = new ArrayList<>(subtask.getManagedKeyedState());
        keyed.addAll(subtask.getRawKeyedState());
        for (KeyedStateHandle handle : keyed) {
            if (!(handle instanceof KeyGroupsStateHandle groups)) {
                throw notCanonical(handle.getClass().getSimpleName());
            }
            states.add(groups.getDelegateStateHandle());
        }
        return states;
    }

    private static IOException notCanonical(String found) {
        return new IOException(
                "the savepoint to go on from has state as " + found
                        + "; take one in the canonical format (`flink stop --type canonical`), which has all of it in its folder");
    }

    private void copy(StreamStateHandle state) throws IOException {
        if (state instanceof RelativeFileStateHandle file) {
            Path to = new Path(folder, file.getRelativePath());
            try (FSDataInputStream in = file.openInputStream();
                    FSDataOutputStream out = to.getFileSystem().create(to, FileSystem.WriteMode.OVERWRITE)) {
                IOUtils.copyBytes(in, out, BUFFER, false);
            }
        } else if (!(state instanceof ByteStreamStateHandle)) {
            throw notCanonical(state.getClass().getSimpleName());
        }
    }
}
