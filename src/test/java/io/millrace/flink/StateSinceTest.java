package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Erasable.CARD;
import static io.millrace.flink.Erasable.MAX_PARALLELISM;
import static io.millrace.flink.Erasable.PAIR;
import static io.millrace.flink.Erasable.PIPELINE;
import static io.millrace.flink.Erasable.TEXT;
import static io.millrace.flink.Erasable.feature;
import static io.millrace.flink.Erasable.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State of a lake of which somebody says since when it holds all events ({@code --since}): windows that reach back further are missing, the others are right at once. */
class StateSinceTest {
    private static final long MINUTE = 60_000;
    private static final FeatureSet CARDS = PIPELINE.features().sets().get(CARD);
    private static final FeatureSet PAIRS = PIPELINE.features().sets().get(PAIR);
    private static final List<PartialVector> LAKE = List.of(
            transaction("a", "c", "t", 1, START + 1_000, 0),
            transaction("b", "c", "t", 2, START + 20_000, 1),
            transaction("c", "c", "t", 4, START + 30_000, 2));

    @TempDir
    private Path folder;

    @BeforeEach
    void nothingWaits() throws Exception {
        SavepointFolder.write(
                folder,
                MAX_PARALLELISM,
                Map.of(
                        FeatureSetOperator.uidOf(CARDS),
                                OperatorSubtaskState.builder().build(),
                        FeatureSetOperator.uidOf(PAIRS),
                                OperatorSubtaskState.builder().build()));
    }

    /** The features of a transaction of this time, with state of the lake. */
    private PartialVector at(long time, FeatureSet set, @Nullable Long since) throws Exception {
        StateFromLake task =
                new StateFromLake(folder.toString(), folder.resolve("out").toString(), START + 30_000, since);
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 2, 4_096, 3, true);
        try (var harness = Erasable.features(TEXT, set.index(), options, 1, 0, new HashMapStateBackend())) {
            harness.initializeState(StateOfLake.of(TEXT, set, LAKE, task).state());
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("d", "c", "t", 8, time, 3)));
            harness.processWatermark(time);
            assertThat(harness.extractOutputValues()).hasSize(1);
            return harness.extractOutputValues().get(0);
        }
    }

    @Test
    void aWindowThatReachesBackFurtherIsMissingAndAShorterOneRightAtOnce() throws Exception {
        PartialVector first = at(START + 39_000, CARDS, START);

        assertThat(feature(first, "card.n_1m")).isNaN();
        assertThat(feature(first, "card.most")).isNaN();
        assertThat(feature(first, "card.n_10s")).isEqualTo(2);
    }

    @Test
    void aWindowIsRightFromWhenItBeginsThere() throws Exception {
        assertThat(feature(at(START + MINUTE - 1, CARDS, START), "card.n_1m")).isNaN();
        assertThat(feature(at(START + MINUTE, CARDS, START), "card.n_1m")).isEqualTo(4);
        assertThat(feature(at(START + MINUTE, CARDS, START), "card.most")).isEqualTo(8);
    }

    @Test
    void aWindowThatNeverEndsIsMissingForGood() throws Exception {
        PartialVector much = at(START + 60 * MINUTE, PAIRS, START);

        assertThat(feature(much, "pair.spent_lifetime")).isNaN();
        assertThat(feature(much, "pair.spent_10s")).isEqualTo(8);
    }

    @Test
    void whereTheLakeHoldsAllThereEverWereNothingIsMissing() throws Exception {
        assertThat(feature(at(START + 39_000, CARDS, null), "card.n_1m")).isEqualTo(4);
        assertThat(feature(at(START + 60 * MINUTE, PAIRS, null), "pair.spent_lifetime"))
                .isEqualTo(15);
    }
}
