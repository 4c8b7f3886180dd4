package io.millrace.job;

import static io.millrace.job.SmallLake.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.adapter.lake.LakeVectors;
import io.millrace.config.DefinitionException;
import io.millrace.event.Event;
import io.millrace.feature.VectorAssembly;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.replay.AcceptedEvents;
import io.millrace.replay.InOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a lake of random records of two partitions in no order: events, broken ones, some that the scoring job refused, deletions before and behind their events, ids that are used again, erasures; against replay's evaluation of
 * the same records in the order of time.
 */
class BackfillJobTest {
    private static final int EVENTS = 600;
    private static final int PARTITIONS = 2;
    private static final long MINUTE = 60_000;

    private static final String YAML = """
            pipeline: shop
            sources:
              payments: {topic: payments, schema: event.avsc, id: id, time: at, duplicates: 10m, future: 1m, deletes: true}
              reports: {topic: reports, schema: event.avsc, id: id, time: at, duplicates: 1d}
              forgotten: {topic: forgotten, schema: event.avsc, id: id, time: at, duplicates: 1d}
            features:
              card:
                entity: customer
                source: payments
                erase: forgotten
                n: {count: all, windows: [1m, 10m]}
                spent: {sum: amount, window: 5m}
              zone:
                entity: shop
                reported: {source: reports, count: all, window: 10m}
                eager: {source: payments, max: card.n_10m, window: 5m}
              payment:
                share: {expr: "amount / max(card.spent, 1.0)"}
            model: {name: m, scores: payments, inputs: [card.*, zone.*, payment.*]}
            """;

    private final PipelineText text = new PipelineText("shop.yaml", YAML, SmallLake.SCHEMAS);
    private final Pipeline pipeline = PipelineCompiler.compile(text);
    private final VectorAssembly assembly = new VectorAssembly(pipeline.features());
    private final Random random = new Random(5);
    private final SmallLake lake;
    private final List<String> usedAgain = new ArrayList<>();

    BackfillJobTest(@TempDir Path folder) throws IOException {
        lake = new SmallLake(text, folder);
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
    }

    @Test
    void vectorsOfAnySpanAreThoseOfAllEventsInTheOrderOfTime() throws Exception {
        makeRecords();
        lake.fill();
        Map<String, List<Long>> expected = expected(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(expected.size()).isBetween(EVENTS / 2, EVENTS - 1);
        assertThat(usedAgain).hasSizeGreaterThan(5).allSatisfy(id -> assertThat(expected.keySet())
                .as("of %s the second event", id)
                .filteredOn(key -> key.contains(" " + id + " "))
                .hasSize(1));

        assertThat(backfill("vectors")).isEqualTo(expected);

        long from = START + 40 * 60_000;
        long to = START + 70 * 60_000;
        Map<String, List<Long>> span = expected(from, to);
        assertThat(span.size()).isBetween(EVENTS / 10, expected.size() - EVENTS / 10);
        assertThat(backfill(
                        "some",
                        "backfill.from",
                        Instant.ofEpochMilli(from).toString(),
                        "backfill.to",
                        Instant.ofEpochMilli(to).toString()))
                .isEqualTo(span);
    }

    @Test
    void aLakeWithoutEventsIsRefused() {
        assertThatThrownBy(
                        () -> BackfillJob.build(SmallLake.environment(), text, pipeline, lake.lake(), lake.settings()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("lake shop, table events_payments: is not there; run the lake's job");
    }

    @Test
    void whereItIsNotClearWhichEventWasDeletedOnlySpansThatNeedNoneOfThemAreComputed() throws Exception {
        pay("twice", START, 1);
        lake.add("payments", 0, START + 11 * MINUTE, "twice", null);
        pay("twice", START + 12 * MINUTE, 2);
        pay("later", START + 120 * MINUTE, 4);
        lake.add("reports", 0, START, "r", event("r", START));
        lake.add("forgotten", 0, START, "f", event("f", START));
        lake.fill();

        assertThatThrownBy(() -> backfill("all"))
                .hasRootCauseMessage(
                        "source payments, topic payments, partition 0, offset 1: the records do not tell which event this"
                                + " tombstone has deleted, because its id was used for several; choose a span (--from, --to) whose windows"
                                + " hold none of them");
        assertThat(backfill("some", "backfill.from", "2024-05-01T01:00:00Z")).hasSize(1);
    }

    private void pay(String id, long time, double amount) {
        lake.add("payments", 0, time, id, lake.event(id, "c", "s", amount, time));
    }

    private void makeRecords() {
        long time = START;
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            time += random.nextInt(4) * 5_000L;
            long late = random.nextInt(10) == 0 ? random.nextInt(300_000) : 0;
            String id = "p" + i;
            int what = random.nextInt(30);
            if (what == 0) {
                add("payments", time, id, null);
            } else if (what == 1 && !sent.isEmpty()) {
                add("payments", time, sent.get(random.nextInt(sent.size())), null);
            } else if (what == 2) {
                lake.refuse(add("payments", time, id, new byte[] {7}), Reason.NOT_AVRO);
            } else if (what == 3 && !sent.isEmpty()) {
                String again = sent.get(random.nextInt(sent.size()));
                lake.refuse(add("payments", time, again, event(again, time)), Reason.DUPLICATE);
            } else if (what == 4) {
                lake.refuse(add("payments", time, "none" + i, null), Reason.NOTHING_TO_DELETE);
            } else if (what == 12) {
                useAgain("again" + i, time);
            }
            if (what == 5) {
                add("forgotten", time, id, event(id, time));
            } else if (what < 10) {
                add("reports", time, id, event(id, time - late));
            }
            SmallLake.Raw record = add("payments", time, id, event(id, time - late));
            if (what == 10) {
                lake.refuse(record, Reason.TOO_LATE);
            } else if (what == 11) {
                lake.refuse(record, Reason.NOT_SCORED);
            }
            sent.add(id);
        }
    }

    /** An event, its tombstone, and another event with its id when the first one is forgotten. */
    private void useAgain(String id, long time) {
        int partition = random.nextInt(PARTITIONS);
        lake.add("payments", partition, time, id, event(id, time));
        lake.add("payments", partition, time + MINUTE, id, null);
        lake.add("payments", partition, time + 12 * MINUTE, id, event(id, time + 12 * MINUTE));
        usedAgain.add(id);
    }

    private SmallLake.Raw add(String topic, long time, String key, byte @Nullable [] value) {
        return lake.add(topic, random.nextInt(PARTITIONS), time, key, value);
    }

    private byte[] event(String id, long time) {
        return lake.event(id, "c" + random.nextInt(5), "s" + random.nextInt(3), random.nextInt(10_000) / 100.0, time);
    }

    private Map<String, List<Long>> backfill(String table, String... span) throws Exception {
        StreamExecutionEnvironment environment = SmallLake.environment();
        List<String> more = new ArrayList<>(List.of(span));
        more.addAll(List.of("backfill.table", table));
        BackfillJob.build(environment, text, pipeline, lake.lake(), lake.settings(more.toArray(String[]::new)));
        environment.execute();
        Map<String, List<Long>> vectors = new TreeMap<>();
        LakeVectors read = lake.lake().vectors(table).orElseThrow();
        assertThat(read.features()).isEqualTo(pipeline.inputs());
        read.read((topic, partition, offset, id, time, fingerprint, vector) -> {
            assertThat(fingerprint).isEqualTo(pipeline.fingerprint());
            assertThat(vectors.put(topic + "/" + partition + "/" + offset + " " + id + " at " + time, bits(vector)))
                    .as("a vector for each event, once")
                    .isNull();
        });
        return vectors;
    }

    private Map<String, List<Long>> expected(long from, long to) throws IOException {
        Map<String, List<Long>> vectors = new TreeMap<>();
        AcceptedEvents events = AcceptedEvents.read(pipeline, lake);
        InOrder.ofKept(pipeline.features(), events).run(partial -> {
            Event event = partial.event();
            if (event.time() >= from && event.time() < to) {
                vectors.put(
                        "payments/" + event.partition() + "/" + event.offset() + " " + event.id() + " at "
                                + event.time(),
                        bits(assembly.vector(partial.row())));
            }
            return true;
        });
        return vectors;
    }

    private static List<Long> bits(double[] vector) {
        List<Long> bits = new ArrayList<>();
        for (double value : vector) {
            bits.add(Double.doubleToRawLongBits(value));
        }
        return bits;
    }
}
