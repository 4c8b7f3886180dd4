package io.millrace.flink;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.util.InstantiationUtil;

/**
 * The state of one feature set that a subtask has written for a savepoint.
 *
 * @param waiting how many events wait in it
 */
record SetState(int set, int subtask, int waiting, OperatorSubtaskState state) implements Serializable {
    byte[] bytes() throws IOException {
        return InstantiationUtil.serializeObject(this);
    }

    static SetState of(byte[] bytes) throws IOException {
        try {
            return InstantiationUtil.deserializeObject(bytes, SetState.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("both ends are of one job", e);
        }
    }
}
