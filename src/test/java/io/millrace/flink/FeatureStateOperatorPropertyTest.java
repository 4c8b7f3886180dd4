package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Erasable.LATE;
import static io.millrace.flink.Erasable.MAX_PARALLELISM;
import static io.millrace.flink.Erasable.PIPELINE;
import static io.millrace.flink.Erasable.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WindowedFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * A random stream of events, facts and erasures, each in time or late or early, through a feature set; and from somewhere in its middle on through another one, whose state was made of the events up to there, sorted by entity and
 * time. Both must give the same, also the evidence, let the same entities leave, and know as much.
 */
class FeatureStateOperatorPropertyTest {
    private static final int STEPS = 300;

    private record Step(PartialVector event, long watermark) {}

    @Property(tries = 6)
    void aSetWithStateOfPastEventsGoesOnAsOneThatHasSeenThem(@ForAll long seed) throws Exception {
        for (FeatureSet set : PIPELINE.features().sets()) {
            Path folder = Files.createTempDirectory("state");
            try (var whole = features(set, STEPS)) {
                Random random = new Random(seed);
                List<Step> steps = steps(set, random);
                int middle = STEPS / 4 + random.nextInt(STEPS / 2);
                whole.open();
                play(whole, steps.subList(0, middle));
                int before = whole.extractOutputValues().size();
                long watermark = steps.get(middle - 1).watermark();
                steps.addAll(middle, asLateAsMayBe(watermark));
                SavepointFolder.write(
                        folder, MAX_PARALLELISM, Map.of(FeatureSetOperator.uidOf(set), whole.snapshot(1, 1)));
                List<PartialVector> lake = new ArrayList<>(
                        steps.subList(0, middle).stream().map(Step::event).toList());
                Collections.shuffle(lake, random);

                try (var late = features(set, 3)) {
                    late.initializeState(state(set, lake, watermark, folder));
                    late.open();
                    if (set.index() > 0) {
                        // They wait at the first set, and come from there.
                        for (PartialVector waiting : waiting(lake, watermark)) {
                            late.processElement(new StreamRecord<>(waiting));
                        }
                    }
                    late.processWatermark(watermark);
                    play(whole, steps.subList(middle, steps.size()));
                    play(late, steps.subList(middle, steps.size()));

                    assertThat(late.extractOutputValues().stream().map(partial -> text(set, partial)))
                            .as("%s, seed %s", set.name(), seed)
                            .hasSizeGreaterThan(STEPS / 10)
                            .isEqualTo(whole.extractOutputValues().stream()
                                    .skip(before)
                                    .map(partial -> text(set, partial))
                                    .toList());
                    assertSameEntitiesLeft(set, whole, late, seed);
                }
            } finally {
                delete(folder);
            }
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> features(
            FeatureSet set, int heldInMemory) throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 2, 4_096, heldInMemory, false);
        return Erasable.features(TEXT, set.index(), options, 1, 0, new HashMapStateBackend());
    }

    /** One event of each entity that is still accepted, and needs the oldest rows. */
    private static List<Step> asLateAsMayBe(long watermark) {
        return IntStream.range(0, 3)
                .mapToObj(i -> new Step(
                        Erasable.transaction("late" + i, "c" + i, "t" + i, 7, watermark - LATE, 10_000 + i), watermark))
                .toList();
    }

    private static List<PartialVector> waiting(List<PartialVector> events, long watermark) {
        return events.stream()
                .filter(partial -> partial.isScored() && partial.event().time() > watermark)
                .toList();
    }

    private static void play(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness, List<Step> steps)
            throws Exception {
        for (Step step : steps) {
            PartialVector event = step.event();
            harness.processElement(new StreamRecord<>(
                    event.isScored()
                            ? PartialVector.scored(
                                    event.event(),
                                    PIPELINE.features().features().size())
                            : event));
            harness.processWatermark(step.watermark());
        }
    }

    private static List<Step> steps(FeatureSet set, Random random) {
        List<Step> steps = new ArrayList<>();
        long clock = START;
        long watermark = START;
        for (int i = 0; i < STEPS; i++) {
            clock += random.nextInt(40) == 0 ? 90_000 : random.nextInt(3_000);
            long back = random.nextInt(3) == 0 ? random.nextInt(LATE) : 0;
            long time = Math.max(clock - back, watermark - LATE);
            String customer = "c" + random.nextInt(3);
            String terminal = "t" + random.nextInt(3);
            int what = random.nextInt(12);
            PartialVector event;
            if (what < 9) {
                event = Erasable.transaction("" + i, customer, terminal, random.nextInt(50), time, i);
            } else if (what < 11 && set.index() == Erasable.TERMINAL) {
                event = Erasable.fraud("" + i, terminal, time, i);
            } else {
                event = Erasable.erasure("" + i, customer, terminal, time + random.nextInt(9_000), i);
            }
            watermark = Math.max(watermark, clock - 8_000 - random.nextInt(4_000));
            steps.add(new Step(event, watermark));
        }
        return steps;
    }

    /** The state that the operator makes of events, as the job runs it. */
    private static OperatorSubtaskState state(FeatureSet set, List<PartialVector> lake, long watermark, Path folder)
            throws Exception {
        long earliest = Math.min(
                watermark - LATE,
                waiting(lake, watermark).stream()
                        .mapToLong(partial -> partial.event().time())
                        .min()
                        .orElse(Long.MAX_VALUE));
        StateFromLake task =
                new StateFromLake(folder.toString(), folder.resolve("out").toString(), earliest, null);
        return StateOfLake.of(TEXT, set, lake, task).state();
    }

    /** An event with its features and evidence. */
    static String text(FeatureSet set, PartialVector partial) {
        StringBuilder text = new StringBuilder(partial.event().id());
        for (WindowedFeature window : set.windows()) {
            for (int value = 0; value < window.aggregate().suffixes().size(); value++) {
                text.append(' ')
                        .append(Long.toHexString(Double.doubleToRawLongBits(partial.row()[window.slot() + value])));
            }
        }
        for (int i = 0; i < partial.frontier().held(); i++) {
            text.append(" held ").append(partial.frontier().heldHash(i));
        }
        return text.toString();
    }

    /** Long after the last event every entity has left whose windows end. */
    private static void assertSameEntitiesLeft(
            FeatureSet set,
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> whole,
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> late,
            long seed)
            throws Exception {
        for (int day = 1; day < 4; day++) {
            PartialVector far =
                    Erasable.transaction("far" + day, "far", "far", 1, START + day * 86_400_000L, 1_000_000 + day);
            for (var harness : List.of(whole, late)) {
                harness.processElement(new StreamRecord<>(far));
                harness.processWatermark(far.event().time());
            }
        }
        // Which entities are in memory alone differs, until a snapshot has written them all.
        whole.snapshot(2, 2);
        late.snapshot(2, 2);
        assertThat(late.numKeyedStateEntries())
                .as("%s, seed %s", set.name(), seed)
                .isEqualTo(whole.numKeyedStateEntries());
        assertThat(late.numEventTimeTimers())
                .as("%s, seed %s", set.name(), seed)
                .isEqualTo(whole.numEventTimeTimers());
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
