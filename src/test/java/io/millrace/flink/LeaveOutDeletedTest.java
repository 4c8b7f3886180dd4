package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class LeaveOutDeletedTest {
    /** Long after its event, for all that the tombstone's own timestamp says. */
    private static final int FORGOTTEN = 2 * Deletable.DUPLICATES;

    @Test
    void anEventGoesOnUnlessATombstoneBeforeOrBehindItNamesIt() throws Exception {
        List<PartialVector> sortedById = List.of(
                event("a", 1),
                event("b", 2),
                tombstone("b", 3),
                tombstone("c", 4),
                event("c", 5),
                tombstone("d", 6),
                event("e", 7),
                event("e", 8),
                event("f", 9),
                tombstone("f", 10),
                event("f", FORGOTTEN));

        try (var harness = new OneInputStreamOperatorTestHarness<>(
                new LeaveOutDeleted(DeletedBefore.endOfLake(Deletable.TEXT, 0, Long.MIN_VALUE, Long.MAX_VALUE)),
                Form.PARTIAL_VECTOR.serializer())) {
            harness.setup(Form.PARTIAL_VECTOR.serializer());
            harness.open();
            for (PartialVector partial : sortedById) {
                harness.processElement(partial, partial.event().time());
            }
            harness.endInput();

            assertThat(harness.extractOutputValues())
                    .extracting(
                            partial -> partial.event().id() + partial.event().offset())
                    .containsExactly("a1", "e7", "e8", "f" + FORGOTTEN);
        }
    }

    private static PartialVector tombstone(String id, long offset) {
        return PartialVector.retraction(Event.toDelete(0, 0, offset, START + offset, id));
    }

    private static PartialVector event(String id, long offset) {
        return Deletable.transaction(id, "c", "t", 1.0, START + offset, offset);
    }
}
