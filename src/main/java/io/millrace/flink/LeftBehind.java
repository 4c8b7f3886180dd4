package io.millrace.flink;

import io.millrace.config.DefinitionException;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;

/**
 * Refuses to go on from a savepoint whose held events would be left behind. Flink gives up state of operators that a job does not have where it is allowed to, and of a feature set that is gone, or has another name, it would
 * give up the events that wait there: they would get no prediction, and nothing would say so.
 */
public final class LeftBehind {
    private LeftBehind() {}

    /**
     * Checks a savepoint or checkpoint that a job is to go on from. One that can't be read passes: Flink says so where it needs it, and needs it no more when the job itself recovers from a later checkpoint.
     *
     * @param file the definition's, for messages
     * @param savepoint a path or URI
     * @throws DefinitionException where it holds events of a feature set that the pipeline does not have
     */
    public static void check(String file, String savepoint, Pipeline pipeline) {
        Map<String, Long> held;
        try {
            held = heldByUid(ScoringSavepoint.open(savepoint).operators());
        } catch (IOException unreadable) {
            return;
        }
        Set<String> own = pipeline.features().sets().stream()
                .map(FeatureSetOperator::uidOf)
                .collect(Collectors.toSet());
        held.keySet().removeAll(own);
        if (!held.isEmpty()) {
            throw new DefinitionException(file, message(savepoint, held));
        }
    }

    private static String message(String savepoint, Map<String, Long> held) {
        String operators = held.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue() + " events or more)")
                .collect(Collectors.joining(", "));
        return "savepoint " + savepoint
                + " holds events that wait to be scored in operators which the definition does not"
                + " have: " + operators
                + "; they would get no prediction. Go on with the old definition, stop the job with"
                + " `flink stop --drain`, and go on from that savepoint with the new one";
    }

    /** How many events operators hold at least, by their uids; those without any are not in it. */
    static Map<String, Long> heldByUid(Collection<OperatorState> operators) throws IOException {
        Map<String, Long> held = new TreeMap<>();
        for (OperatorState operator : operators) {
            String uid = operator.getOperatorUid().orElse("");
            long count = uid.startsWith(FeatureSetOperator.UID) ? held(operator) : 0;
            if (count > 0) {
                held.put(uid, count);
            }
        }
        return held;
    }

    private static long held(OperatorState operator) throws IOException {
        long count = 0;
        for (OperatorSubtaskState subtask : operator.getStates()) {
            for (KeyedStateHandle raw : subtask.getRawKeyedState()) {
                count += raw instanceof KeyGroupsStateHandle groups ? HeldEvents.count(groups) : 0;
            }
        }
        return count;
    }
}
