package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Erasable.CARD;
import static io.millrace.flink.Erasable.LATE;
import static io.millrace.flink.Erasable.PAIR;
import static io.millrace.flink.Erasable.TERMINAL;
import static io.millrace.flink.Erasable.erasure;
import static io.millrace.flink.Erasable.feature;
import static io.millrace.flink.Erasable.features;
import static io.millrace.flink.Erasable.fraud;
import static io.millrace.flink.Erasable.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.PartialVector;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Erasures of entities on their way through feature sets. */
class ErasureTest {
    private static final long REACH = 60_000;
    /** No decimal number of few places, so that it rests in state as its 64 bits. */
    private static final double SENTINEL = Double.longBitsToDouble(0x4059_37F1_C3A5_6BD9L);

    private static void send(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness,
            PartialVector... partials)
            throws Exception {
        for (PartialVector partial : partials) {
            harness.processElement(new StreamRecord<>(partial));
        }
    }

    private static List<Double> values(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness, String feature) {
        return harness.extractOutputValues().stream()
                .map(partial -> feature(partial, feature))
                .toList();
    }

    /** Counts on the heap. */
    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> counting(
            int set, Counters counters) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(Erasable.TEXT, set, new FeatureSetOptions(Order.EVENT_TIME, 2, 4_096, 3, false)),
                FeatureSetOperator.keyOf(Erasable.PIPELINE.features().sets().get(set)),
                Types.STRING,
                counters.environment());
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        return harness;
    }

    /** Every byte of keyed state, raw and managed, as a savepoint holds it: what is there, without the files of the backend. */
    private static byte[] savepoint(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness) throws Exception {
        OperatorSubtaskState snapshot = OperatorSnapshotFinalizer.create(harness.getOperator()
                        .snapshotState(
                                1,
                                1,
                                new CheckpointOptions(
                                        SavepointType.savepoint(SavepointFormatType.CANONICAL),
                                        CheckpointStorageLocationReference.getDefault()),
                                new MemCheckpointStreamFactory(1 << 20)))
                .getJobManagerOwnedState();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (var handles : List.of(snapshot.getManagedKeyedState(), snapshot.getRawKeyedState())) {
            for (KeyedStateHandle handle : handles) {
                try (InputStream in = ((KeyGroupsStateHandle) handle).openInputStream()) {
                    in.transferTo(bytes);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static boolean holdsSentinel(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness) throws Exception {
        byte[] bytes = savepoint(harness);
        assertThat(bytes).isNotEmpty();
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer word = ByteBuffer.allocate(Double.BYTES).order(order).putDouble(SENTINEL);
            List<Byte> pattern = list(word.array());
            if (Collections.indexOfSubList(list(bytes), pattern) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static List<Byte> list(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }

    @Test
    void whatLiesAtOrBeforeTheErasureCountsNoMore() throws Exception {
        try (var harness = features(CARD, Order.EVENT_TIME)) {
            harness.open();
            send(
                    harness,
                    erasure("e", "c", "t", START + 2_000, 0),
                    transaction("4", "c", "t", 40, START + 2_001, 3),
                    transaction("3", "c", "t", 30, START + 2_000, 2),
                    transaction("1", "c", "t", 10, START, 0),
                    transaction("2", "d", "t", 20, START + 1_000, 1),
                    transaction("5", "d", "t", 50, START + 3_000, 4));
            harness.processWatermark(START + 5_000);

            assertThat(harness.extractOutputValues())
                    .extracting(partial -> partial.event().id())
                    .containsExactly("1", "2", "3", "4", "5");
            assertThat(values(harness, "card.n_10s")).containsExactly(1.0, 1.0, 2.0, 1.0, 2.0);
        }
    }

    @Test
    void aHeldErasureSurvivesARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = features(CARD, Order.EVENT_TIME)) {
            harness.open();
            send(harness, transaction("1", "c", "t", 10, START, 0), erasure("e", "c", "t", START, 0));
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = features(CARD, Order.EVENT_TIME)) {
            harness.initializeState(snapshot);
            harness.open();
            send(harness, transaction("2", "c", "t", 20, START + 1, 1));
            harness.processWatermark(START + 5_000);

            assertThat(values(harness, "card.n_10s")).containsExactly(1.0, 1.0);
        }
    }

    @Test
    void aLateErasureWorksAtOnceAndLeavesWhatCameAfterItsTime() throws Exception {
        try (var harness = features(CARD, Order.EVENT_TIME)) {
            harness.open();
            for (int i = 0; i < 40; i++) {
                send(harness, transaction("" + i, "c", "t", i, START + i * 100L, i));
            }
            harness.processWatermark(START + 3_900);
            send(harness, erasure("e", "c", "t", START + 1_000, 0), transaction("x", "c", "t", 7, START + 4_000, 40));
            harness.processWatermark(START + 4_000);

            assertThat(values(harness, "card.n_10s").get(40)).isEqualTo(30);
            assertThat(values(harness, "card.most").get(40)).isEqualTo(39);
        }
    }

    @Test
    void aLateEventOfBeforeSeesItselfAloneAndNoOtherSeesIt() throws Exception {
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(
                    harness,
                    fraud("f", "t", START, 0),
                    transaction("1", "c", "t", 10, START, 0),
                    erasure("e", "c", "t", START + 1_000, 0));
            harness.processWatermark(START + 1_000);
            send(
                    harness,
                    transaction("2", "c", "t", 20, START + 500, 1),
                    transaction("3", "c", "t", 30, START + 1_000, 2),
                    fraud("g", "t", START + 900, 1),
                    transaction("4", "c", "t", 40, START + 1_001, 3));
            harness.processWatermark(START + 1_001);

            assertThat(values(harness, "terminal.spent_10s")).containsExactly(10.0, 20.0, 30.0, 40.0);
            assertThat(values(harness, "terminal.spent_lifetime")).containsExactly(10.0, 20.0, 30.0, 40.0);
            assertThat(values(harness, "terminal.reported_lifetime")).containsExactly(1.0, 0.0, 0.0, 0.0);
            PartialVector alone = harness.extractOutputValues().get(1);
            assertThat(alone.frontier().size()).isEqualTo(1);
            assertThat(alone.frontier().offset(0)).isEqualTo(1);
        }
    }

    @Test
    void erasuresAndWhatComesAfterThemAreCounted() throws Exception {
        Counters counters = new Counters();
        try (var harness = counting(TERMINAL, counters)) {
            harness.open();
            send(
                    harness,
                    erasure("e", "c", "t", START, 0),
                    erasure("e2", "c", "t", START, 1),
                    transaction("1", "c", "t", 10, START, 0));
            assertThat(counters.of(Metrics.ERASED)).isZero();
            harness.processWatermark(START);
            send(
                    harness,
                    transaction("2", "c", "t", 20, START, 1),
                    fraud("f", "t", START - 1, 0),
                    fraud("g", "t", START + 1, 1));

            assertThat(counters.of(Metrics.ERASED)).isEqualTo(2);
            assertThat(counters.of(Metrics.ERASED_ON_ARRIVAL)).isEqualTo(2);
        }
    }

    @Test
    void anEntityOfSeveralFieldsIsErasedByAllOfThem() throws Exception {
        try (var harness = features(PAIR, Order.EVENT_TIME)) {
            harness.open();
            send(
                    harness,
                    transaction("1", "c", "t", 10, START, 0),
                    transaction("2", "c", "u", 20, START, 1),
                    erasure("e", "c", "t", START, 0),
                    transaction("3", "c", "t", 30, START + 1, 2),
                    transaction("4", "c", "u", 40, START + 1, 3));
            harness.processWatermark(START + 1);

            assertThat(values(harness, "pair.spent_lifetime")).containsExactly(10.0, 20.0, 30.0, 60.0);
        }
    }

    @Test
    void inArrivalOrderAnErasureWorksAtOnce() throws Exception {
        try (var harness = features(CARD, Order.ARRIVAL)) {
            harness.open();
            send(
                    harness,
                    transaction("1", "c", "t", 10, START, 0),
                    erasure("e", "c", "t", START + 5_000, 0),
                    transaction("2", "c", "t", 20, START + 5_000, 1),
                    transaction("3", "c", "t", 30, START + 5_001, 2));

            assertThat(values(harness, "card.n_1m")).containsExactly(1.0, 1.0, 1.0);
        }
    }

    @Test
    void theRetractionOfAnErasedEventFindsNothingAndGoesOn() throws Exception {
        PartialVector first = transaction("1", "c", "t", 10, START, 0);
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, first, erasure("e", "c", "t", START, 0));
            harness.processWatermark(START);
            send(harness, PartialVector.retraction(first.event()), transaction("2", "c", "t", 20, START + 1, 1));
            harness.processWatermark(START + 1);

            assertThat(harness.extractOutputValues())
                    .extracting(
                            partial -> partial.kind() + " " + partial.event().id())
                    .containsExactly("SCORED 1", "RETRACTION 1", "SCORED 2");
            assertThat(feature(harness.extractOutputValues().get(2), "terminal.spent_lifetime"))
                    .isEqualTo(20);
        }
    }

    @Test
    void noByteOfTheValuesIsLeftInState() throws Exception {
        for (StateBackend backend : List.of(new EmbeddedRocksDBStateBackend(), new HashMapStateBackend())) {
            for (int set : List.of(CARD, PAIR, TERMINAL)) {
                noByteOfTheValuesIsLeftInState(backend, set);
            }
        }
    }

    /** Rows in the tail, in chunks, in cursors, forgotten into floors of lifetime windows; an entity in memory and one that made room. */
    private static void noByteOfTheValuesIsLeftInState(StateBackend backend, int set) throws Exception {
        String as = set + " in " + backend.getClass().getSimpleName();
        try (var harness = features(Erasable.TEXT, set, Order.EVENT_TIME, 1, 0, backend)) {
            harness.open();
            for (int i = 0; i < 300; i++) {
                double amount = i % 2 == 0 ? SENTINEL : i;
                send(harness, transaction("" + i, "c", "t", amount, START + i * 500L, i));
                harness.processWatermark(START + i * 500L);
            }
            long end = START + 300 * 500L;
            send(harness, transaction("held", "c", "t", SENTINEL, end, 300));
            assertThat(holdsSentinel(harness)).as(as).isTrue();
            for (int i = 0; i < 5; i++) {
                send(harness, transaction("o" + i, "c" + i, "t" + i, 5, end - 1, 301 + i));
            }
            send(harness, erasure("e", "c", "t", end, 0));
            harness.processWatermark(end);

            assertThat(holdsSentinel(harness)).as(as).isFalse();
        }
    }

    @Test
    void anErasureIsRememberedForAsLongAsRowsOfBeforeMayCome() throws Exception {
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, transaction("1", "c", "t", 10, START, 0), erasure("e", "c", "t", START, 0));
            harness.processWatermark(START);
            send(harness, transaction("2", "d", "u", 10, START + LATE, 1));
            harness.processWatermark(START + LATE);
            send(
                    harness,
                    transaction("3", "c", "t", 20, START, 2),
                    transaction("4", "c", "t", 30, START + LATE + 1, 3));
            harness.processWatermark(START + LATE + 1);

            assertThat(values(harness, "terminal.spent_lifetime")).containsExactly(10.0, 10.0, 20.0, 30.0);
        }
    }

    @Test
    void anErasedEntityLeavesByItselfAlsoWhereWindowsAreForLifetime() throws Exception {
        leaves(CARD, "c", "d");
        leaves(PAIR, "1:c1:t", "1:d1:u");
        leaves(TERMINAL, "t", "u");
    }

    private static void leaves(int set, String erased, String other) throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = features(set, Order.EVENT_TIME)) {
            harness.open();
            for (int i = 0; i < 100; i++) {
                send(harness, transaction("" + i, "c", "t", 10, START + i * 1_000L, i));
                send(harness, transaction("o" + i, "d", "u", 10, START + i * 1_000L, 100 + i));
            }
            send(harness, erasure("e", "c", "t", START + 100_000, 0));
            harness.processWatermark(START + 100_000);
            snapshot = harness.snapshot(1, 1);
            assertThat(FeatureSetOperatorTest.bytes(harness, erased)).as(erased).isPositive();
        }
        try (var harness = features(set, Order.EVENT_TIME)) {
            harness.initializeState(snapshot);
            harness.open();
            // The scored source is behind, so that the first timer finds that rows of before may still come.
            long idle = START + 100_000 + 2 * (REACH + LATE);
            harness.processWatermark(idle);
            harness.snapshot(2, 2);
            assertThat(FeatureSetOperatorTest.bytes(harness, erased)).as(erased).isPositive();
            for (int i = 0; i < 3; i++) {
                send(harness, transaction("p" + i, "d", "u", 10, idle + i * REACH, 200 + i));
                harness.processWatermark(idle + i * REACH);
            }
            harness.snapshot(3, 3);

            assertThat(FeatureSetOperatorTest.bytes(harness, erased)).as(erased).isZero();
            assertThat(FeatureSetOperatorTest.bytes(harness, other)).as(other).isPositive();
            assertThat(harness.numEventTimeTimers()).isEqualTo(set == CARD ? 1 : 0);
        }
    }

    @Test
    void heldErasuresOfASourceThatErasesNoMoreAreRefused() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = features(CARD, Order.EVENT_TIME)) {
            harness.open();
            send(harness, erasure("e", "c", "t", START, 0));
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = features(
                Erasable.with("source: transactions\n    erase: forgotten\n    n:", "source: transactions\n    n:"),
                CARD,
                Order.EVENT_TIME,
                1,
                0,
                new EmbeddedRocksDBStateBackend())) {
            assertThatThrownBy(() -> harness.initializeState(snapshot))
                    .hasStackTraceContaining("erasures.yaml: the state to go on from holds 1 erasures that feature set"
                            + " card declares no more; go on with the old definition, stop the job with `flink stop --drain`,"
                            + " and go on from that savepoint with the new one");
        }
    }
}
