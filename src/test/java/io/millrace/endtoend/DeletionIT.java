package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deletes events by tombstones on a compacted topic: before and after a restart from a savepoint on another number of subtasks, from the partition of the event and from another one, and events that still wait
 * for the watermark.
 */
class DeletionIT {
    private static final Path DEFINITION = Scripts.definition("deletions");
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int HISTORY = 12_000;
    private static final int BEFORE = 4_000;
    private static final int ALL = 7_000;
    private static final int DELETED = 450;
    private static final int UNKNOWN = 7;
    private static final int AGAIN = 11;
    private static final int WAITING = 10;

    private final List<String[]> rows = CardRows.simulated(HISTORY);
    private final List<String[]> before = rows.subList(0, BEFORE);
    private final List<String[]> after = rows.subList(BEFORE, ALL).stream()
            .filter(row -> CardRows.time(row) > CardRows.time(rows.get(BEFORE - 1)))
            .toList();
    private final List<String[]> deleted =
            IntStream.range(0, DELETED).mapToObj(i -> before.get(i * 7 + 400)).toList();
    private final List<String[]> waiting = ofDifferentEntities(after);

    /** Some of the first rows, no two of one customer or one terminal. */
    private static List<String[]> ofDifferentEntities(List<String[]> rows) {
        Set<String> taken = new HashSet<>();
        List<String[]> chosen = new ArrayList<>();
        for (String[] row : rows) {
            if (chosen.size() < WAITING && !taken.contains("c" + row[2]) && !taken.contains("t" + row[3])) {
                taken.addAll(List.of("c" + row[2], "t" + row[3]));
                chosen.add(row);
            }
        }
        return chosen;
    }

    @Test
    void laterEventsDoNotSeeWhatWasDeletedAndEveryRecordIsAccountedFor(@TempDir Path state, @TempDir Path folder)
            throws Exception {
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            Scripts scripts = new Scripts(run, folder, OwnAggregate.jar(folder));
            compact(run);
            scripts.train(DEFINITION, rows);
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions();
                    TopicReader<DeadLetter> letters =
                            run.deadLetters(run.topics().deadLetters())) {
                String first = scripts.submit(DEFINITION, 1, null);
                before.forEach(producer::sendKeyedById);
                producer.sendLaterThan(before.get(BEFORE - 1));
                await("predictions before deletions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= BEFORE);
                Map<String, Prediction> scored = byEvent(predictions.poll());
                String savepoint = run.flink().stopWithSavepoint(first);

                String second = scripts.submit(DEFINITION, 2, savepoint);
                sendDeletions(producer, scored);
                await("the deletions")
                        .atMost(LIMIT)
                        .until(() -> run.counter(second, "accept transactions", "millrace.deleted") == DELETED);
                sendAfter(producer);
                int expected = BEFORE + after.size() + CardFraudRun.PARTITIONS;
                await("predictions after deletions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= expected);
                await("dead letters").atMost(LIMIT).until(() -> letters.poll().size() >= 2 * AGAIN);

                assertThat(predictions.poll()).hasSize(expected);
                assertVectors(scripts, byEvent(predictions.poll()));
                assertThat(letters.poll().stream()
                                .collect(Collectors.groupingBy(DeadLetter::reason, Collectors.counting())))
                        .isEqualTo(Map.of(Reason.NOTHING_TO_DELETE, (long) AGAIN, Reason.DUPLICATE, (long) AGAIN));
                assertEveryRecordIsAccountedFor(run, predictions.poll(), letters.poll());
                assertCounters(run, second);
            }
        }
    }

    private static void compact(CardFraudRun run) throws Exception {
        AlterConfigOp compact = new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), OpType.SET);
        try (Admin admin = run.stack().broker().admin()) {
            var unused = admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, "transactions"), List.of(compact)))
                    .all()
                    .get();
        }
    }

    /** Every third tombstone lies in another partition than its event. Some come twice, some have no event, and some deleted events are sent again. */
    private void sendDeletions(CardProducer producer, Map<String, Prediction> scored) {
        for (int i = 0; i < DELETED; i++) {
            String id = deleted.get(i)[0];
            int partition = scored.get(id).trigger().partition();
            producer.sendTombstone(i % 3 == 0 ? 1 - partition : partition, id);
        }
        for (int i = 0; i < UNKNOWN; i++) {
            producer.sendTombstone(null, "unknown-" + i);
        }
        for (String[] row : deleted.subList(DELETED - AGAIN, DELETED)) {
            producer.sendTombstone(scored.get(row[0]).trigger().partition(), row[0]);
            producer.sendKeyedById(row);
        }
        producer.flush();
    }

    private void sendAfter(CardProducer producer) {
        for (String[] row : after) {
            producer.sendKeyedById(row);
            if (waiting.contains(row)) {
                producer.sendTombstone(null, row[0]);
            }
        }
        producer.sendLaterThan(after.get(after.size() - 1));
    }

    private void assertVectors(Scripts scripts, Map<String, Prediction> predictions) throws Exception {
        VectorFile whole = scripts.vectors(DEFINITION, before);
        before.forEach(row -> whole.assertSameVector(predictions.get(row[0])));
        VectorFile withWaiting = scripts.vectors(DEFINITION, without(deleted));
        waiting.forEach(row -> withWaiting.assertSameVector(predictions.get(row[0])));
        VectorFile later = scripts.vectors(
                DEFINITION,
                without(Stream.concat(deleted.stream(), waiting.stream()).toList()));
        after.stream()
                .filter(row -> !waiting.contains(row))
                .forEach(row -> later.assertSameVector(predictions.get(row[0])));
    }

    private List<String[]> without(Collection<String[]> gone) {
        return Stream.concat(before.stream(), after.stream())
                .filter(row -> !gone.contains(row))
                .toList();
    }

    private static Map<String, Prediction> byEvent(List<Prediction> predictions) {
        return predictions.stream().collect(Collectors.toMap(Prediction::eventId, Function.identity()));
    }

    /** Each offset of the topic is a prediction, a dead letter or the tombstone of a deleted event; the last event of each partition waits, and a tombstone without an event for it. */
    private static void assertEveryRecordIsAccountedFor(
            CardFraudRun run, List<Prediction> predictions, List<DeadLetter> letters) throws Exception {
        Set<String> places = new HashSet<>();
        predictions.forEach(
                p -> places.add(p.trigger().partition() + "/" + p.trigger().offset()));
        letters.forEach(letter -> places.add(letter.partition() + "/" + letter.offset()));
        assertThat(places).hasSize(predictions.size() + letters.size());
        assertThat(places.size() + DELETED + WAITING + UNKNOWN + CardFraudRun.PARTITIONS)
                .isEqualTo((int) records(run));
    }

    private static long records(CardFraudRun run) throws Exception {
        try (Admin admin = run.stack().broker().admin()) {
            long sum = 0;
            for (int partition = 0; partition < CardFraudRun.PARTITIONS; partition++) {
                TopicPartition place = new TopicPartition("transactions", partition);
                sum += admin.listOffsets(Map.of(place, OffsetSpec.latest()))
                        .partitionResult(place)
                        .get()
                        .offset();
            }
            return sum;
        }
    }

    /** As many events wait at the end as at the restart: what the second job has read has also left it. */
    private void assertCounters(CardFraudRun run, String job) {
        long read = (long) DELETED + UNKNOWN + 2 * AGAIN + after.size() + WAITING + CardFraudRun.PARTITIONS;
        await("counters").atMost(LIMIT).untilAsserted(() -> {
            assertThat(run.counter(job, "admit transactions", "millrace.read")).isEqualTo(read);
            assertThat(run.counter(job, "accept transactions", "millrace.deleted"))
                    .isEqualTo(DELETED + WAITING);
            assertThat(run.counter(job, "accept transactions", "millrace.dead_lettered"))
                    .isEqualTo(AGAIN);
            assertThat(run.counter(job, "accept transactions", "millrace.duplicate"))
                    .isEqualTo(AGAIN);
            assertThat(run.counter(job, "score", "millrace.scored"))
                    .isEqualTo(read - DELETED - WAITING - UNKNOWN - 2 * AGAIN);
        });
    }
}
