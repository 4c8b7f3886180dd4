package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends valid, repeated and broken records, with the registry away for a while, and reconciles every offset. */
class BadInputIT {
    private static final int VALID = 6_000;
    private static final int REPEATED = 500;
    private static final int BROKEN = 3_000;
    private static final long SEED = 17;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void everyRecordEndsAsAPredictionOrADeadLetterAndTheJobGoesOn(@TempDir Path state) throws Exception {
        List<String[]> rows = CardRows.first(VALID + REPEATED);
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            run.train(CardRows.first(40_000), Duration.ofDays(2), Duration.ofDays(1));
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions();
                    TopicReader<DeadLetter> letters =
                            run.deadLetters(run.topics().deadLetters())) {
                String job = run.submit(run.scoring(2));
                producer.sendAll(rows.subList(0, VALID / 2));
                run.stack().registry().kill();
                producer.sendAll(rows.subList(VALID / 2, VALID));
                sendBroken(producer);
                run.stack().registry().start();
                for (String[] row : rows.subList(0, REPEATED)) {
                    producer.sendTransaction(row);
                }
                int sent = VALID + BROKEN + REPEATED;
                await("each record to be accounted for")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() + letters.poll().size() >= sent);

                assertThat(predictions.poll()).hasSize(VALID);
                assertThat(letters.poll()).hasSize(BROKEN + REPEATED);
                assertEveryOffsetOnce(predictions.poll(), letters.poll());
                Map<Reason, Long> reasons = letters.poll().stream()
                        .collect(Collectors.groupingBy(DeadLetter::reason, Collectors.counting()));
                assertThat(reasons.get(Reason.DUPLICATE)).isEqualTo(REPEATED);
                assertThat(reasons).containsKeys(Reason.EMPTY, Reason.NOT_AVRO, Reason.UNKNOWN_SCHEMA);
                assertCounters(run, job, sent);
            }
        }
    }

    /** Nulls, noise, truncated headers, unknown schema ids. */
    private static void sendBroken(CardProducer producer) {
        Random random = new Random(SEED);
        for (int i = 0; i < BROKEN; i++) {
            byte[] key = ("broken-" + i).getBytes(StandardCharsets.UTF_8);
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            byte[] value =
                    switch (i % 4) {
                        case 0 -> null;
                        case 1 -> noise;
                        case 2 -> new byte[] {0, 0, 1};
                        default ->
                            ByteBuffer.allocate(5 + noise.length)
                                    .put((byte) 0)
                                    .putInt(1_000_000 + random.nextInt(5))
                                    .put(noise)
                                    .array();
                    };
            producer.sendRaw("transactions", key, value);
        }
    }

    private static void assertEveryOffsetOnce(List<Prediction> predictions, List<DeadLetter> letters) {
        Set<String> places = new HashSet<>();
        predictions.forEach(
                p -> places.add(p.trigger().partition() + "/" + p.trigger().offset()));
        letters.forEach(letter -> places.add(letter.partition() + "/" + letter.offset()));
        assertThat(places).hasSize(predictions.size() + letters.size());
    }

    private static void assertCounters(CardFraudRun run, String job, long sent) {
        await("counters").atMost(LIMIT).untilAsserted(() -> {
            assertThat(run.counter(job, "admit transactions", "millrace.read")).isEqualTo(sent);
            assertThat(run.counter(job, "admit transactions", "millrace.dead_lettered"))
                    .isEqualTo(BROKEN);
            assertThat(run.counter(job, "accept transactions", "millrace.duplicate"))
                    .isEqualTo(REPEATED);
            assertThat(run.counter(job, "score", "millrace.scored")).isEqualTo(VALID);
        });
    }
}
