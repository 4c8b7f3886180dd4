package io.millrace.flink;

import io.millrace.config.DefinitionException;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Refuses to go on with events that were held at a feature set under a definition from which there is no way on to the one at hand.
 *
 * @param file the definition's, for messages
 */
record HeldCheck(String file, FeatureSet set, EntityKeys keys, HeldEvents held) {
    private static final String ADVICE =
            "; go on with the old definition, stop the job with `flink stop --drain`, and go on from that savepoint with the new one";

    /**
     * Checks what is held.
     *
     * @param written the {@link EventSlots} that events were held under; none where there is nothing to read
     * @throws DefinitionException where an erasure that is declared no more is held, an event by another entity, or an event at a set whose place in the order of sets is another one
     */
    void check(Iterable<String> written, Pipeline pipeline) throws IOException {
        refuse(
                partial -> partial.isFact() && !set.isErasedBy(partial.event().source()),
                "erasures that feature set " + set.name() + " declares no more");
        // Events that were held under another entity lie with the subtasks of its keys, and may lack a field of the new
        // key.
        refuse(partial -> !keys.owns(partial), "events by another entity of feature set " + set.name());
        List<String> moved = EventSlots.moved(written, pipeline, set.name());
        refuse(
                partial -> !partial.isFact() && !moved.isEmpty(),
                "events that wait at feature set " + set.name() + ", and " + String.join(", ", moved)
                        + " came on the other side of it in the order in which sets are computed, so that they would miss a set or pass one twice");
    }

    private void refuse(Predicate<PartialVector> which, String what) throws IOException {
        long strangers = held.count(which);
        if (strangers > 0) {
            throw new DefinitionException(file, "the state to go on from holds " + strangers + " " + what + ADVICE);
        }
    }
}
