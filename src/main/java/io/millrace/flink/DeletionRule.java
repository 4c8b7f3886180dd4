package io.millrace.flink;

import io.millrace.feature.PartialVector;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.runtime.state.KeyGroupRange;

/** Which events go on where tombstones name their ids. */
@FunctionalInterface
public interface DeletionRule extends Serializable {
    /** @param ids the key groups of the ids that will be asked for */
    Decision open(KeyGroupRange ids) throws IOException;

    /** The rule where it is applied. */
    @FunctionalInterface
    interface Decision {
        /**
         * Decides on one id.
         *
         * @param events those that the scoring job accepted, in no order
         * @param tombstones as they leave the source, in no order: those that the job did not refuse
         * @param onward takes what goes on
         */
        void decide(List<PartialVector> events, List<PartialVector> tombstones, Consumer<PartialVector> onward);
    }
}
