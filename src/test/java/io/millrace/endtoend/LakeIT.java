package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.adapter.registry.Outputs;
import io.millrace.cli.Millrace;
import io.millrace.config.Settings;
import io.millrace.dev.AddedJars;
import io.millrace.examples.LakeReader;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import io.millrace.lineage.PublishedSchemas;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** Topics are kept in the lake while a TaskManager is killed: each record is there once, for readers of other languages too, and when Kafka has nothing any more, every prediction comes out of the lake again to the bit, and so do vectors of a definition that came later. */
class LakeIT {
    private static final int EVENTS = Integer.getInteger("millrace.lake.events", 30_000);
    private static final int BROKEN = 20;
    private static final int REPEATED = 30;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int PROVEN = 0;
    private static final String LINEAGE = "lineage";
    private static final String TAG = "early";

    @Test
    void eachRecordIsInTheLakeOnceAndPredictionsComeOutOfItWhenKafkaHasForgottenAll(@TempDir Path state)
            throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 4, CardFraudRun.DEFINITION, lib())) {
            run.stack().broker().createTopics(Map.of(LINEAGE, 1));
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            List<Prediction> predictions = scoreAndKeep(run, rows, state);
            Map<String, Set<String>> kafka = Map.of(
                    "events_transactions", inKafka(run, "transactions"),
                    "predictions", inKafka(run, run.topics().predictions()),
                    "dead_letters", inKafka(run, run.topics().deadLetters()));
            assertThat(kafka.get("events_transactions")).hasSize(EVENTS + BROKEN + REPEATED);
            await("all of Kafka in the lake").atMost(LIMIT).until(() -> behind(run) == 0);

            assertSame(run, kafka);
            assertReadByOthers(run, rows);
            String maintained = millrace(run, PROVEN, "lake", "maintain", "--set", "lake.snapshots=1ms");
            System.out.println(maintained);
            assertThat(maintained).containsPattern("events_transactions +[1-9][0-9]* +[1-9]");
            assertSame(run, kafka);
            forgetAll(run);
            assertLineage(run, state);
            assertThat(millrace(run, PROVEN, "replay", "--lake"))
                    .isEqualTo(EVENTS + " of " + EVENTS + " predictions match to the bit\n");
            Scripts scripts = new Scripts(run, state, null);
            Backfills backfills = new Backfills(run, scripts);
            // What was sent first was read without a pause in which event time could have gone on.
            backfills.assertSameAsScored(rows, predictions, CardRows.time(rows.get(EVENTS / 2)));
            JsonNode done = assertRun(lines(scripts.backfillLineage(), 2), "card-fraud.backfill", "COMPLETE")
                    .get(0);
            assertThat(done.at("/inputs/0/facets/version/datasetVersion").asText())
                    .startsWith("snapshot:");
            backfills.assertAddedFeature(rows, predictions);
            assertExplained(run);
            assertTrainingSets(run, state);
        }
    }

    /** Events, broken records and repeated ones, scored and kept; the TaskManager is killed while both jobs have work. Then the lake's job begins anew, without state. */
    private static List<Prediction> scoreAndKeep(CardFraudRun run, List<String[]> rows, Path state) {
        try (CardProducer producer = run.producer();
                TopicReader<Prediction> predictions = run.predictions()) {
            run.submit(run.scoring(
                    2, "source.idle=5s", "lineage.timeout=1m", "lineage.to=file:" + state.resolve(LINEAGE)));
            String first = run.submit(run.lake(2, "lineage.timeout=1m", "lineage.to=kafka:" + LINEAGE));
            producer.sendAll(rows.subList(0, EVENTS / 2));
            for (int i = 0; i < BROKEN; i++) {
                producer.sendRaw("transactions", bytes(i), i % 2 == 0 ? null : bytes(i));
            }
            producer.sendWithChannel(rows.subList(EVENTS / 2 - REPEATED, EVENTS / 2));
            await("events with a field that the job knows no column of")
                    .atMost(LIMIT)
                    .until(() -> places(run, "events_transactions").size() == EVENTS / 2 + BROKEN + REPEATED);
            assertThat(millrace(run, PROVEN, "lake", "maintain"))
                    .as("the column comes, beside the job")
                    .containsPattern("events_transactions .* " + REPEATED + "\n")
                    .doesNotContain("kafka_value only");
            await("first predictions in the lake")
                    .atMost(LIMIT)
                    .until(() -> places(run, "predictions").size() > EVENTS / 20);
            millrace(run, PROVEN, "lake", "tag", TAG);
            producer.sendAll(rows.subList(EVENTS / 2, EVENTS * 3 / 4));
            run.stack().flink().killTaskManager(1);
            assertThat(behind(run)).as("the kill comes in the middle").isPositive();
            run.stack().flink().startTaskManager(1);
            run.flink().cancel(first);
            String unused = new Scripts(run, state, null).submitLake(CardFraudRun.DEFINITION, 2);
            producer.sendAll(rows.subList(EVENTS * 3 / 4, EVENTS));
            await("a prediction for each event")
                    .atMost(LIMIT)
                    .until(() -> predictions.poll().size() >= EVENTS);
            return predictions.poll();
        }
    }

    private static byte[] bytes(int number) {
        return ("broken-" + number).getBytes(StandardCharsets.UTF_8);
    }

    /** How many records of Kafka are newer than what the lake holds; asserts that the lake is right as far as it goes. */
    private static int behind(CardFraudRun run) {
        int behind = 0;
        for (JsonNode partition :
                json(millrace(run, PROVEN, "lake", "check", "--json")).path("partitions")) {
            behind += partition.path("behind").asInt();
        }
        return behind;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static void assertSame(CardFraudRun run, Map<String, Set<String>> kafka) throws IOException {
        for (Map.Entry<String, Set<String>> table : kafka.entrySet()) {
            assertThat(places(run, table.getKey()))
                    .as(table.getKey())
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(table.getValue());
            assertThat(Set.copyOf(places(run, table.getKey())))
                    .as(table.getKey())
                    .isEqualTo(table.getValue());
        }
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

    private static void assertReadByOthers(CardFraudRun run, List<String[]> rows) throws IOException {
        LakeReader reader = new LakeReader(Path.of(""));
        Optional<String> absence = reader.absence();
        if (absence.isPresent()) {
            System.out.println(absence.get());
            return;
        }
        ObjectMapper json = new ObjectMapper();
        Set<String> read = new HashSet<>();
        int unreadable = 0;
        for (String line : reader.read(
                run.lake(), "card_fraud.events_transactions", "transaction_id,amount,kafka_unreadable,kafka_offset")) {
            JsonNode row = json.readTree(line);
            if (row.get("transaction_id").isNull()) {
                unreadable++;
            } else {
                read.add(row.get("transaction_id").asText() + " "
                        + row.get("amount").asDouble());
            }
        }
        Set<String> sent = new HashSet<>();
        rows.forEach(row -> sent.add(row[0] + " " + Double.parseDouble(row[4])));
        assertThat(read).isEqualTo(sent);
        assertThat(unreadable).isEqualTo(BROKEN);
    }

    /** Kafka's client too, so that the JobManager can tell Kafka how a job ended. */
    private static List<Path> lib() {
        List<Path> lib = new ArrayList<>(AddedJars.ofLake(Path.of("")));
        lib.add(Path.of(
                Admin.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
        return lib;
    }

    /** Both jobs have told how they began and how they ended, in events that are valid. */
    private static void assertLineage(CardFraudRun run, Path state) throws IOException {
        Path file = state.resolve(LINEAGE);
        JsonNode scoring =
                assertRun(lines(file, 2), "card-fraud.scoring", "ABORT").get(0);
        assertThat(scoring.at("/run/facets/millrace_model/digest").asText())
                .isEqualTo(run.store().champion(run.pipeline().name()));
        List<String> events = new ArrayList<>();
        try (TopicReader<String> topic = new TopicReader<>(
                run.stack(),
                LINEAGE,
                (partition, offset, timestamp, key, value) ->
                        Arrival.of(new String(value, StandardCharsets.UTF_8), timestamp))) {
            await("the end of the lake's job in the topic")
                    .atMost(LIMIT)
                    .until(() -> topic.poll().size() == 2);
            events.addAll(topic.poll());
        }
        JsonNode lake = assertRun(events, "card-fraud.lake", "ABORT").get(0);
        assertThat(lake.at("/outputs/0/facets/columnLineage/fields/amount/inputFields/0/name")
                        .asText())
                .isEqualTo("transactions");
    }

    /** The lines of a file, once there are so many. */
    private static List<String> lines(Path file, int count) throws IOException {
        await(count + " lines in " + file)
                .atMost(LIMIT)
                .until(() -> Files.readAllLines(file).size() >= count);
        return Files.readAllLines(file);
    }

    /** Asserts that a run of a job began and how it ended, and gives both events. */
    private static List<JsonNode> assertRun(List<String> events, String job, String ending) throws IOException {
        PublishedSchemas schemas = new PublishedSchemas();
        events.forEach(event -> assertThat(schemas.complaints(event)).as(event).isEmpty());
        assertThat(events).hasSize(2);
        JsonNode start = json(events.get(0));
        JsonNode end = json(events.get(1));
        assertThat(start.path("eventType").asText()).isEqualTo("START");
        assertThat(end.path("eventType").asText()).isEqualTo(ending);
        assertThat(end.at("/run/runId")).isEqualTo(start.at("/run/runId"));
        assertThat(start.at("/job/name").asText()).isEqualTo(job);
        assertThat(end.at("/job/name").asText()).isEqualTo(job);
        return List.of(start, end);
    }

    private static void assertExplained(CardFraudRun run) throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        try (Lake lake = Lake.open(run.pipeline().name(), run.clientSettings())) {
            RecordDecoder<Prediction> decoder = Outputs.readPredictions(
                            run.topics().predictions(), run.clientSettings())
                    .open();
            lake.toRead("predictions")
                    .orElseThrow()
                    .read((partition, offset, timestamp, key, value) ->
                            predictions.add(decoder.decode(partition, offset, timestamp, key, value)
                                    .value()));
        }
        String id = predictions.get(predictions.size() / 2).id();
        JsonNode explained = new ObjectMapper().readTree(millrace(run, PROVEN, "explain", "--lake", "--json", id));
        assertThat(explained.at("/prediction/id").asText()).isEqualTo(id);
        assertThat(explained.at("/replay/matches").asBoolean()).isTrue();
    }

    /** Computed again from raw events of the lake, a training set has the bytes of the one with the logged vectors; and a tag keeps what was there then. */
    private static void assertTrainingSets(CardFraudRun run, Path state) throws IOException {
        JsonNode logged = trainingSet(run, state.resolve("logged"), "prediction");
        JsonNode known = trainingSet(run, state.resolve("known"), "knowledge");
        assertThat(logged.at("/counts/rows").asInt()).isEqualTo(EVENTS);
        assertThat(known.at("/counts/differing_from_scored").asInt()).isZero();
        assertThat(known.at("/file/sha256")).isEqualTo(logged.at("/file/sha256"));
        assertThat(known.at("/lake/snapshots/events_transactions").asLong()).isPositive();

        Path told = state.resolve("training-set.lineage");
        JsonNode early = trainingSet(
                run, state.resolve("early"), "prediction", "--tag", TAG, "--set", "lineage.to=file:" + told);
        assertThat(early.at("/counts/rows").asInt()).isBetween(EVENTS / 20, EVENTS / 2);
        assertThat(early.at("/lake/tag").asText()).isEqualTo(TAG);
        long tagged = early.at("/lake/snapshots/predictions").asLong();
        JsonNode end = assertRun(Files.readAllLines(told), "card-fraud.training-set", "COMPLETE")
                .get(1);
        assertThat(end.at("/inputs/0/facets/version/datasetVersion").asText()).isEqualTo("snapshot:" + tagged);
        assertThat(end.at("/outputs/0/facets/version/datasetVersion").asText())
                .isEqualTo("sha256:" + early.at("/file/sha256").asText());
        assertThat(tagged)
                .isPositive()
                .isNotEqualTo(logged.at("/lake/snapshots/predictions").asLong());
        assertThat(millrace(run, PROVEN, "lake", "tag", "--list"))
                .containsPattern(TAG + " +predictions +" + tagged + "\n");
        assertThat(millrace(run, PROVEN, "lake", "tag", TAG, "--drop")).isEqualTo("dropped tag " + TAG + "\n");
        assertThat(millrace(run, PROVEN, "lake", "tag", "--list")).doesNotContain(TAG);
    }

    private static JsonNode trainingSet(CardFraudRun run, Path folder, String asOf, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("training-set", "--lake", "--as-of", asOf, "--immature", "--out", folder.toString()));
        arguments.addAll(List.of(more));
        millrace(run, PROVEN, arguments.toArray(String[]::new));
        return new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
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

    /** Runs the command line on the pipeline, and asserts its exit code. */
    private static String millrace(CardFraudRun run, int code, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of("--pipeline", CardFraudRun.DEFINITION.toString(), "--settings", "conf/throughput.properties"));
        run.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int found = Millrace.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(found).as("%s%s", out, err).isEqualTo(code);
        return out.toString();
    }
}
