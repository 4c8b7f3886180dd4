package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.HOUR;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.KeptFile;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ids in savepoints of before any were kept in memory, which do not say until when they hold some, are remembered, and looked up until the last of them is forgotten. Of a fact source and of the scored one; each has accepted "a" at the
 * start and "b" six hours later, and its watermark is an hour behind the start.
 */
class KeptIdsTest {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final int MAX_PARALLELISM = 8;

    private AcceptEvents accept;
    private KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;
    private int read;

    private void restore(String source, String backend, OperatorSubtaskState state) throws Exception {
        accept = new AcceptEvents(CardEvents.PIPELINE.scored(), 10 * DAY, DEAD_LETTERS, 100);
        AcceptOperator operator =
                source.equals("scored") ? new ScoredSourceOperator(accept, 5_000) : new FactSourceOperator(accept);
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                operator, partial -> partial.event().id(), Types.STRING, MAX_PARALLELISM, 1, 0);
        harness.setStateBackend(backend.equals("heap") ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend());
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        harness.initializeState(state);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void send(String id, long time) throws Exception {
        harness.processElement(new StreamRecord<>(transaction(id, "c", "t", 1, time, 0, read++), time));
    }

    private List<String> accepted() {
        return harness.extractOutputValues().stream()
                .map(partial -> partial.event().id())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"fact, rocksdb", "fact, heap", "scored, rocksdb", "scored, heap"})
    void theyAreRememberedAndLookedUpForAsLongAsThereAreAny(String source, String backend) throws Exception {
        restore(
                source,
                backend,
                OperatorSnapshotUtil.readStateHandle(
                        KeptFile.path("savepoints/ids-by-timer/" + source).toString()));
        send("a", START + HOUR);
        send("b", START + HOUR);
        assertThat(accepted()).isEmpty();

        OperatorSubtaskState again = harness.snapshot(1, 1);
        harness.close();
        restore(source, backend, again);
        harness.processWatermark(START + DAY + 1);
        send("b", START + DAY + HOUR);
        send("a", START + DAY + HOUR);
        assertThat(accepted()).as("a is forgotten, b is not").containsExactly("a");

        harness.processWatermark(START + DAY + 6 * HOUR);
        assertThat(accept.mayBeStored()).isTrue();
        harness.processWatermark(START + DAY + 6 * HOUR + 1);
        assertThat(accept.mayBeStored()).isFalse();
        send("b", START + DAY + 6 * HOUR + 2);
        send("a", START + DAY + 6 * HOUR + 2);
        assertThat(accepted()).containsExactly("a", "b");
    }
}
