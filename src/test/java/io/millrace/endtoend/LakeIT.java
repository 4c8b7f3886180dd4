package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.cli.Millrace;
import io.millrace.config.Settings;
import io.millrace.dev.AddedJars;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics are kept in the lake while a TaskManager is killed: each record is there once, and when Kafka has nothing any more, every prediction comes out of the lake again to the bit. */
class LakeIT {
    private static final int EVENTS = Integer.getInteger("millrace.lake.events", 30_000);
    private static final int BROKEN = 20;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Test
    void eachRecordIsInTheLakeOnceAndPredictionsComeOutOfItWhenKafkaHasForgottenAll(@TempDir Path state)
            throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 4, CardFraudRun.DEFINITION, AddedJars.ofLake(Path.of("")))) {
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                run.submit(run.scoring(2, "source.idle=10s"));
                run.submit(run.lake(2));
                producer.sendAll(rows.subList(0, EVENTS / 2));
                for (int i = 0; i < BROKEN; i++) {
                    producer.sendRaw("transactions", key(i), i % 2 == 0 ? null : key(i));
                }
                await("first predictions in the lake")
                        .atMost(LIMIT)
                        .until(() -> places(run, "predictions").size() > EVENTS / 20);
                run.stack().flink().killTaskManager(1);
                run.stack().flink().startTaskManager(1);
                producer.sendAll(rows.subList(EVENTS / 2, EVENTS));
                await("a prediction for each event")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);
                Map<String, Set<String>> kept = Map.of(
                        "events_transactions", inKafka(run, "transactions"),
                        "events_frauds", inKafka(run, "frauds"),
                        "predictions", inKafka(run, run.topics().predictions()),
                        "dead_letters", inKafka(run, run.topics().deadLetters()));
                for (Map.Entry<String, Set<String>> table : kept.entrySet()) {
                    await(table.getKey()).atMost(LIMIT).untilAsserted(() -> assertThat(places(run, table.getKey()))
                            .as(table.getKey())
                            .doesNotHaveDuplicates()
                            .hasSameSizeAs(table.getValue())
                            .containsAll(table.getValue()));
                }
                assertThat(kept.get("events_transactions")).hasSize(EVENTS + BROKEN);
                assertThat(kept.get("dead_letters")).hasSize(BROKEN);

                forgetAll(run);
                assertThat(replay(run)).isEqualTo(EVENTS + " of " + EVENTS + " predictions match to the bit\n");
            }
        }
    }

    private static byte[] key(int number) {
        return ("broken-" + number).getBytes(StandardCharsets.UTF_8);
    }

    /** The places of a table's rows, once for each row. */
    private static List<String> places(CardFraudRun run, String table) throws IOException {
        List<String> places = new ArrayList<>();
        try (Lake lake = Lake.open(run.pipeline().name(), run.clientSettings())) {
            Optional<LakeRecords> records = lake.toRead(table);
            if (records.isPresent()) {
                records.get().places((partition, offset) -> places.add(partition + "/" + offset));
            }
        }
        return places;
    }

    private static Set<String> inKafka(CardFraudRun run, String topic) {
        Set<String> places = new HashSet<>();
        Settings settings = run.clientSettings();
        try (TopicOffsets offsets = TopicOffsets.open(settings)) {
            offsets.ranges(topic)
                    .forEach((partition, range) -> offsets.records(
                            topic,
                            partition,
                            range.beginning(),
                            range.end(),
                            offset -> places.add(partition + "/" + offset)));
        }
        return places;
    }

    private static void forgetAll(CardFraudRun run) throws Exception {
        run.flink().jobs().forEach(job -> run.flink().cancel(job.id()));
        try (Admin admin = Admin.create(KafkaClients.client(run.clientSettings()))) {
            admin.deleteTopics(List.of(
                            "transactions",
                            "frauds",
                            run.topics().predictions(),
                            run.topics().deadLetters()))
                    .all()
                    .get();
        }
    }

    private static String replay(CardFraudRun run) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay",
                "--lake",
                "--pipeline",
                CardFraudRun.DEFINITION.toString(),
                "--settings",
                "conf/throughput.properties"));
        run.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Millrace.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as("%s%s", out, err).isZero();
        return out.toString();
    }
}
