package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.HOUR;
import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A job's definition changes twice, and its parallelism with it: from one subtask to two, and back. What is not warming has the bits of a job that had the last definition from the beginning on.
 */
class EvolutionOperatorTest {
    private static final int MAX_PARALLELISM = 16;
    /** How far events trail behind others; the watermark waits for them, so that vectors don't depend on the order of arrival. */
    private static final long DISORDER = 4 * HOUR;

    private static final List<String> FEATURES = List.of(
            "count: {count: all, windows: [1d, 7d, 30d]}",
            "longer: {count: all, windows: [1d, 45d]}",
            "avg: {avg: amount, windows: [1d, 7d]}",
            "mean: {avg: amount, windows: [30d, 1d]}",
            "largest: {top: amount, k: 2, window: 20d}",
            "big: {sum: amount, where: \"amount > 50.0\", windows: [3d, 12d]}",
            "places: {distinct: terminal_id, window: 9d}",
            "middle: {quantiles: amount, at: [0.5], window: 5d}",
            "lagged: {count: all, window: 5d, lag: 4d}",
            "gap: {gap_mean: all, window: 10d}");

    @Property(tries = 12)
    void whatIsNotWarmingIsExact(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Transaction> events = events(random);
        int third = events.size() / 3;
        PipelineText[] texts = {definition(random), definition(random), definition(random)};
        Job job = new Job();
        job.run(texts[0], 1, events.subList(0, third));
        job.run(texts[1], 2, events.subList(third, 2 * third));

        List<PartialVector> last = job.run(texts[2], 1, events.subList(2 * third, events.size()));

        Pipeline pipeline = PipelineCompiler.compile(texts[2]);
        Map<String, double[]> expected = expected(pipeline, events);
        int compared = 0;
        for (PartialVector partial : last) {
            double[] whole = expected.get(partial.event().id());
            for (int slot = 0; slot < whole.length; slot++) {
                if (!Double.isNaN(partial.row()[slot])) {
                    assertThat(partial.row()[slot])
                            .as(
                                    "%s of %s, seed %d",
                                    pipeline.features().features().get(slot).name(),
                                    partial.event().id(),
                                    seed)
                            .isEqualTo(whole[slot]);
                    compared++;
                }
            }
        }
        assertThat(compared).as("values compared, seed %d", seed).isGreaterThan(last.size());
    }

    private static PipelineText definition(Random random) {
        List<String> chosen = new ArrayList<>(FEATURES);
        Collections.shuffle(chosen, random);
        StringBuilder card =
                new StringBuilder("features:\n  card:\n    entity: customer_id\n    source: transactions\n");
        chosen.subList(0, 3 + random.nextInt(4))
                .forEach(feature -> card.append("    ").append(feature).append('\n'));
        return new PipelineText("random.yaml", yaml(card.toString()), CardEvents.TEXT.schemas());
    }

    private static String yaml(String features) {
        String yaml = CardEvents.TEXT.yaml();
        String sources = yaml.substring(0, yaml.indexOf("features:\n"));
        return sources + "late: 6h\n" + features
                + "model:\n  name: fraud\n  scores: transactions\n  inputs: [card.*]\n  decision: {threshold: 0.5}\n"
                + "outcome: {source: frauds, join: transaction_id, horizon: 7d, absent: 0}\ndelivery: transactional\n";
    }

    private static List<Transaction> events(Random random) {
        List<Transaction> events = new ArrayList<>();
        long time = START;
        for (int i = 0; i < 900; i++) {
            time += random.nextInt((int) (8 * HOUR));
            long late = random.nextInt(6) == 0 ? random.nextInt((int) DISORDER) : 0;
            events.add(new Transaction(
                    "c" + random.nextInt(random.nextBoolean() ? 3 : 12),
                    "t" + random.nextInt(9),
                    random.nextInt(10_000) / 100.0,
                    time - late,
                    random.nextInt(3),
                    i));
        }
        return events;
    }

    private record Transaction(String customer, String terminal, double amount, long time, int partition, int number) {
        PartialVector in(Pipeline pipeline) {
            return CardEvents.transaction(pipeline, "" + number, customer, terminal, amount, time, partition, number);
        }
    }

    /** The rows of all features for each event, of a definition that was there from the beginning on. */
    private static Map<String, double[]> expected(Pipeline pipeline, List<Transaction> events) {
        Evaluator evaluator = new Evaluator(pipeline.features());
        List<Event> inOrder = events.stream()
                .map(event -> event.in(pipeline).event())
                .sorted(Comparator.comparingLong(Event::time)
                        .thenComparingInt(Event::partition)
                        .thenComparingLong(Event::offset))
                .toList();
        Map<String, double[]> rows = new HashMap<>();
        inOrder.forEach(event -> rows.put(event.id(), evaluator.evaluate(event).row()));
        return rows;
    }

    /** One feature set of a job that is stopped and goes on. */
    private static final class Job {
        private @Nullable OperatorSubtaskState state;
        private int parallelism = 1;
        private long watermark = Long.MIN_VALUE;

        List<PartialVector> run(PipelineText text, int subtasks, List<Transaction> events) throws Exception {
            OperatorSubtaskState[] after = new OperatorSubtaskState[subtasks];
            List<PartialVector> emitted = new ArrayList<>();
            long end = watermark;
            for (int subtask = 0; subtask < subtasks; subtask++) {
                try (var harness = harness(text, subtasks, subtask)) {
                    if (state != null) {
                        harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                state, MAX_PARALLELISM, parallelism, subtasks, subtask));
                    }
                    harness.open();
                    end = process(harness, text, events, subtasks, subtask);
                    after[subtask] = harness.snapshot(1, 1);
                    emitted.addAll(harness.extractOutputValues());
                }
            }
            watermark = end;
            state = subtasks == 1 ? after[0] : AbstractStreamOperatorTestHarness.repackageState(after);
            parallelism = subtasks;
            return emitted;
        }

        private long process(
                KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness,
                PipelineText text,
                List<Transaction> events,
                int subtasks,
                int subtask)
                throws Exception {
            Pipeline pipeline = PipelineCompiler.compile(text);
            long time = watermark;
            for (Transaction event : events) {
                if (KeyGroupRangeAssignment.assignKeyToParallelOperator(event.customer(), MAX_PARALLELISM, subtasks)
                        == subtask) {
                    harness.processElement(new StreamRecord<>(event.in(pipeline)));
                }
                time = Math.max(time, event.time() - DISORDER - 1);
                harness.processWatermark(time);
            }
            return time;
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            PipelineText text, int subtasks, int subtask) throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 4, 4_096, 3, true);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(text, 0, options),
                FeatureSetOperator.keyOf(
                        PipelineCompiler.compile(text).features().sets().get(0)),
                Types.STRING,
                MAX_PARALLELISM,
                subtasks,
                subtask);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        return harness;
    }

    private static List<Transaction> days(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(day -> new Transaction("c", "t", 10, START + day * DAY, 0, day))
                .toList();
    }

    private static PipelineText with(String... features) {
        return new PipelineText(
                "with.yaml",
                yaml("features:\n  card:\n    entity: customer_id\n    source: transactions\n    "
                        + String.join("\n    ", features) + "\n"),
                CardEvents.TEXT.schemas());
    }

    @Test
    void aSavepointWithoutEventsInBetweenForgetsNothing() throws Exception {
        Job job = new Job();
        job.run(with(FEATURES.get(0)), 1, days(0, 40));
        job.run(with(FEATURES.get(0)), 1, List.of());

        List<PartialVector> after = job.run(with(FEATURES.get(5)), 1, days(40, 45));

        assertThat(after)
                .extracting(partial -> partial.row()[0])
                .containsExactly(Double.NaN, Double.NaN, Double.NaN, 0.0, 0.0);
    }

    @Test
    void aCheckpointBeforeTheFirstWatermarkDoesNotHideThatHistoryIsMissing() throws Exception {
        PipelineText text = with(FEATURES.get(0));
        OperatorSubtaskState early;
        try (var harness = harness(text, 1, 0)) {
            harness.open();
            early = harness.snapshot(1, 1);
        }
        try (var harness = harness(text, 1, 0)) {
            harness.initializeState(early);
            harness.open();
            harness.processWatermark(START);
            for (Transaction transaction : days(0, 3)) {
                harness.processElement(new StreamRecord<>(transaction.in(PipelineCompiler.compile(text))));
            }
            harness.processWatermark(Long.MAX_VALUE - 1);

            assertThat(harness.extractOutputValues())
                    .extracting(partial -> partial.row()[0])
                    .containsExactly(Double.NaN, 1.0, 1.0);
        }
    }
}
