package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Erasable.PIPELINE;
import static io.millrace.flink.Erasable.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WindowedFeature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Random events, facts and erasures, sorted by entity and time and in no order within a time, against the evaluator of files, which takes them in as time goes on. */
class SortedFeatureSetOperatorTest {
    private static final int EVENTS = 300;

    @Property(tries = 30)
    void entityAfterEntityGivesTheFeaturesOfAllInTheOrderOfTime(@ForAll long seed) throws Exception {
        for (FeatureSet set : PIPELINE.features().sets()) {
            Random random = new Random(seed);
            List<PartialVector> all = history(set, random);
            Map<String, List<Double>> expected = inOrderOfTime(set, all);

            Collections.shuffle(all, random);
            all.sort(Comparator.<PartialVector, String>comparing(partial -> set.keyOf(partial.event()))
                    .thenComparingLong(partial -> partial.event().time()));
            List<PartialVector> output = run(set, all);

            assertThat(output).as("seed " + seed).hasSameSizeAs(expected.keySet());
            for (PartialVector partial : output) {
                assertThat(features(set, partial))
                        .as("%s of %s, seed %s", set.name(), partial.event().id(), seed)
                        .isEqualTo(expected.get(partial.event().id()));
            }
        }
    }

    private static List<PartialVector> history(FeatureSet set, Random random) {
        List<PartialVector> all = new ArrayList<>();
        long time = START;
        for (int i = 0; i < EVENTS; i++) {
            time += random.nextInt(40) == 0 ? 90_000 : random.nextInt(3) * 1_000L;
            String customer = "c" + random.nextInt(2);
            String terminal = "t" + random.nextInt(2);
            int what = random.nextInt(12);
            if (what < 9) {
                all.add(Erasable.transaction("" + i, customer, terminal, random.nextInt(50), time, i));
            } else if (what < 11 && set.index() == Erasable.TERMINAL) {
                all.add(Erasable.fraud("" + i, terminal, time, i));
            } else {
                all.add(Erasable.erasure("" + i, customer, terminal, time, i));
            }
        }
        return all;
    }

    private static Map<String, List<Double>> inOrderOfTime(FeatureSet set, List<PartialVector> all) {
        Evaluator evaluator = new Evaluator(PIPELINE.features());
        List<Event> facts = new ArrayList<>();
        Map<String, List<Double>> expected = new HashMap<>();
        all.stream().filter(PartialVector::isFact).forEach(partial -> facts.add(partial.event()));
        int next = 0;
        for (PartialVector partial : all) {
            if (partial.isScored()) {
                while (next < facts.size()
                        && facts.get(next).time() <= partial.event().time()) {
                    evaluator.learn(facts.get(next++));
                }
                expected.put(partial.event().id(), features(set, evaluator.evaluate(partial.event())));
            }
        }
        return expected;
    }

    private static List<PartialVector> run(FeatureSet set, List<PartialVector> sorted) throws Exception {
        try (var harness = new OneInputStreamOperatorTestHarness<>(
                new SortedFeatureSetOperator(TEXT, set.index()), Form.PARTIAL_VECTOR.serializer())) {
            harness.setup(Form.PARTIAL_VECTOR.serializer());
            harness.open();
            for (PartialVector partial : sorted) {
                harness.processElement(partial, partial.event().time());
            }
            harness.endInput();
            return harness.extractOutputValues();
        }
    }

    private static List<Double> features(FeatureSet set, PartialVector partial) {
        List<Double> values = new ArrayList<>();
        for (WindowedFeature window : set.windows()) {
            for (int value = 0; value < window.aggregate().suffixes().size(); value++) {
                values.add(partial.row()[window.slot() + value]);
            }
        }
        return values;
    }

    @Test
    void eventsThatAreNotSortedAreNoWrongFeatures() {
        FeatureSet set = PIPELINE.features().sets().get(Erasable.CARD);
        List<PartialVector> unsorted = List.of(
                Erasable.transaction("1", "c", "t", 1, START + 1, 1), Erasable.transaction("2", "c", "t", 1, START, 2));

        assertThatThrownBy(() -> run(set, unsorted))
                .hasMessage("events of feature set card do not come sorted by time; run this in Flink's batch mode"
                        + " with execution.sorted-inputs.enabled");
    }
}
