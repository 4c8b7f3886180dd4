package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class LeaveOutDeletedTest {
    @Test
    void anEventGoesOnUnlessATombstoneBeforeOrBehindItNamesIt() throws Exception {
        List<PartialVector> sortedById = List.of(
                event("a", 1),
                event("b", 2),
                Deletable.tombstone("b", 3),
                Deletable.tombstone("c", 4),
                event("c", 5),
                Deletable.tombstone("d", 6),
                event("e", 7),
                event("e", 8));

        try (var harness = new OneInputStreamOperatorTestHarness<>(
                new LeaveOutDeleted(DeletionRule.BY_ID), Form.PARTIAL_VECTOR.serializer())) {
            harness.setup(Form.PARTIAL_VECTOR.serializer());
            harness.open();
            for (PartialVector partial : sortedById) {
                harness.processElement(partial, partial.event().time());
            }
            harness.endInput();

            assertThat(harness.extractOutputValues())
                    .extracting(
                            partial -> partial.event().id() + partial.event().offset())
                    .containsExactly("a1", "e7", "e8");
        }
    }

    private static PartialVector event(String id, long offset) {
        return Deletable.transaction(id, "c", "t", 1.0, START + offset, offset);
    }
}
