package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.registry.Outputs;
import io.millrace.dev.AddedJars;
import io.millrace.examples.LakeReader;
import io.millrace.feedback.LabelledExample;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Topics are kept in the lake while a TaskManager is killed: each record is there once, those of the feedback job too, also for readers of other languages; and when Kafka has nothing any more, every prediction comes out of the lake again to
 * the bit, and so do vectors of a definition that came later.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class LakeIT {
    private static final int EVENTS = Integer.getInteger("millrace.lake.events", 30_000);
    private static final int BROKEN = 20;
    private static final int REPEATED = 30;
    private static final int CORRECTED = 40;
    private static final Duration AFTER_THE_HORIZON = Duration.ofDays(7).plusHours(12);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String LINEAGE = "lineage";
    private static final String TAG = "early";

    private final List<String[]> rows = CardRows.first(EVENTS);
    /** Some of the last events: their frauds are reported when their horizon has passed, behind all other reports, and once more. */
    private final List<String[]> corrected = rows.subList(EVENTS - 2 * CORRECTED, EVENTS).stream()
            .filter(row -> !CardRows.isFraud(row))
            .limit(CORRECTED)
            .toList();

    private Path state;
    private CardFraudRun run;
    private Scripts scripts;
    private List<Prediction> predictions;
    private List<LabelledExample> examples;
    private Map<String, List<String>> kafka;

    @BeforeAll
    void scoreAndKeep(@TempDir Path folder) throws Exception {
        state = folder;
        run = new CardFraudRun(state, 5, CardFraudRun.DEFINITION, lib());
        scripts = new Scripts(run, state, null);
        run.stack().broker().createTopics(Map.of(LINEAGE, 1));
        run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
        try (CardProducer producer = run.producer()) {
            scoreAndKeep(producer);
        }
        kafka = Map.of(
                "events_transactions", inKafka("transactions"),
                "events_frauds", inKafka("frauds"),
                "predictions", inKafka(run.topics().predictions()),
                "examples", inKafka(run.topics().examples()),
                "dead_letters", inKafka(run.topics().deadLetters()),
                "feedback_dead_letters", inKafka(run.topics().feedbackDeadLetters()));
        await("all of Kafka in the lake").atMost(LIMIT).until(() -> run.behindOfLake() == 0);
    }

    @AfterAll
    void close() {
        run.close();
    }

    /** Events, broken records and repeated ones, scored, joined and kept; the TaskManager is killed while all jobs have work. Then the lake's job begins anew, without state. */
    private void scoreAndKeep(CardProducer producer) throws IOException {
        try (TopicReader<Prediction> scored = run.predictions();
                TopicReader<LabelledExample> labelled = run.examples();
                TopicReader<DeadLetter> letters = run.deadLetters(run.topics().feedbackDeadLetters())) {
            // Before the job: of idle partitions, the first one with events would make those of others late.
            producer.sendAll(rows.subList(0, EVENTS / 2));
            run.submit(run.scoring(
                    2, "source.idle=5s", "lineage.timeout=1m", "lineage.to=file:" + state.resolve(LINEAGE)));
            run.submit(run.feedback(1, "source.idle=1h"));
            String first = run.submit(run.lake(2, "lineage.timeout=1m", "lineage.to=kafka:" + LINEAGE));
            for (int i = 0; i < BROKEN; i++) {
                producer.sendRaw("transactions", bytes(i), i % 2 == 0 ? null : bytes(i));
                producer.sendRaw("frauds", bytes(i), i % 2 == 0 ? null : bytes(i));
            }
            producer.sendWithChannel(repeated());
            await("events with a field that the job knows no column of")
                    .atMost(LIMIT)
                    .until(() -> InLake.places(run, "events_transactions").size() == EVENTS / 2 + BROKEN + REPEATED);
            await("the rows without that column are counted")
                    .atMost(LIMIT)
                    .until(() -> run.counter(first, "not held yet", "millrace.lacking_columns") == REPEATED);
            assertThat(run.millrace(0, "lake", "maintain"))
                    .as("the column comes, beside the job")
                    .containsPattern("events_transactions .* " + REPEATED + "\n")
                    .doesNotContain("kafka_value only");
            await("first predictions in the lake")
                    .atMost(LIMIT)
                    .until(() -> InLake.places(run, "predictions").size() > EVENTS / 20);
            run.millrace(0, "lake", "tag", TAG);
            producer.sendAll(rows.subList(EVENTS / 2, EVENTS * 3 / 4));
            run.stack().flink().killTaskManager(1);
            assertThat(run.behindOfLake()).as("the kill comes in the middle").isPositive();
            run.stack().flink().startTaskManager(1);
            run.flink().cancel(first);
            String unused = scripts.submitLake(CardFraudRun.DEFINITION, 2);
            producer.sendAll(rows.subList(EVENTS * 3 / 4, EVENTS));
            corrected.forEach(row -> producer.sendFraud(row, AFTER_THE_HORIZON));
            corrected.forEach(row -> producer.sendFraud(row, AFTER_THE_HORIZON));
            producer.flush();
            await("a prediction for each event")
                    .atMost(LIMIT)
                    .until(() -> scored.poll().size() >= EVENTS);
            await("the examples of all reports")
                    .atMost(LIMIT)
                    .until(() -> labelled.poll().size() >= revisions().size());
            int refused = BROKEN + CORRECTED;
            await("the dead letters of the other reports")
                    .atMost(LIMIT)
                    .until(() -> letters.poll().size() >= refused);
            assertThat(letters.poll()).hasSize(refused);
            predictions = scored.poll();
            examples = labelled.poll();
        }
    }

    private List<String[]> repeated() {
        return rows.subList(EVENTS / 2 - REPEATED, EVENTS / 2);
    }

    private static byte[] bytes(int number) {
        return ("broken-" + number).getBytes(StandardCharsets.UTF_8);
    }

    /** All that a label has been so far, of each event whose outcome was reported. */
    private Set<String> revisions() {
        Set<String> revisions = new TreeSet<>();
        rows.stream().filter(CardRows::isFraud).forEach(row -> revisions.add(row[0] + " 1 REPORTED 1.0"));
        for (String[] row : corrected) {
            revisions.add(row[0] + " 1 ABSENT 0.0");
            revisions.add(row[0] + " 2 REPORTED 1.0");
        }
        return revisions;
    }

    private List<String> inKafka(String topic) {
        return InLake.inKafka(run, topic);
    }

    /** Kafka's client too, so that the JobManager can tell Kafka how a job ended. */
    private static List<Path> lib() {
        List<Path> lib = new ArrayList<>(AddedJars.ofLake(Path.of("")));
        lib.add(Path.of(
                Admin.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
        return lib;
    }

    @Test
    @Order(1)
    void eachRecordIsInTheLakeOnceWithItsBytes() throws Exception {
        assertThat(kafka.get("events_transactions")).hasSize(EVENTS + BROKEN + REPEATED);
        assertThat(predictions).hasSize(EVENTS);
        assertSame();
    }

    private void assertSame() throws IOException {
        for (Map.Entry<String, List<String>> table : kafka.entrySet()) {
            List<String> kept = InLake.records(run, table.getKey());
            assertThat(kept)
                    .as(table.getKey())
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .hasSameSizeAs(table.getValue());
            assertThat(Set.copyOf(kept)).as(table.getKey()).isEqualTo(Set.copyOf(table.getValue()));
        }
    }

    @Test
    @Order(2)
    void everyRevisionOfALabelIsInTheLake() throws Exception {
        List<LabelledExample> kept = InLake.values(
                run,
                "examples",
                Outputs.readExamples(run.topics().examples(), run.clientSettings())
                        .open());

        assertThat(texts(kept)).hasSameSizeAs(revisions());
        assertThat(new TreeSet<>(texts(kept))).isEqualTo(revisions());
        assertThat(new TreeSet<>(texts(examples))).isEqualTo(revisions());
        Map<String, Prediction> byId = predictions.stream().collect(Collectors.toMap(Prediction::id, one -> one));
        for (LabelledExample example : kept) {
            assertThat(byId.get(example.predictionId()).vector()).isEqualTo(example.vector());
        }
    }

    private static List<String> texts(List<LabelledExample> examples) {
        return examples.stream()
                .map(example ->
                        example.eventId() + " " + example.revision() + " " + example.outcome() + " " + example.label())
                .toList();
    }

    @Test
    @Order(3)
    void aReaderInAnotherLanguageReadsTheSame() throws Exception {
        LakeReader reader = new LakeReader(Path.of(""));
        Optional<String> absence = reader.absence();
        assumeTrue(absence.isEmpty(), () -> absence.orElseThrow());
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

    @Test
    @Order(4)
    void maintenanceChangesNoRecord() throws Exception {
        String maintained = run.millrace(0, "lake", "maintain", "--set", "lake.snapshots=1ms");

        assertThat(maintained).containsPattern("events_transactions +[1-9][0-9]* +[1-9]");
        assertSame();
    }

    @Test
    @Order(5)
    void predictionsComeOutOfTheLakeWhenKafkaHasForgottenAll() throws Exception {
        forgetAll();

        assertThat(run.millrace(0, "replay", "--lake"))
                .isEqualTo(EVENTS + " of " + EVENTS + " predictions match to the bit\n");
        String id = predictions.get(predictions.size() / 2).id();
        JsonNode explained = new ObjectMapper().readTree(run.millrace(0, "explain", "--lake", "--json", id));
        assertThat(explained.at("/prediction/id").asText()).isEqualTo(id);
        assertThat(explained.at("/replay/matches").asBoolean()).isTrue();
    }

    private void forgetAll() throws Exception {
        run.flink().jobs().forEach(job -> run.flink().cancel(job.id()));
        try (Admin admin = Admin.create(KafkaClients.client(run.clientSettings()))) {
            admin.deleteTopics(List.of(
                            "transactions",
                            "frauds",
                            run.topics().predictions(),
                            run.topics().examples(),
                            run.topics().deadLetters(),
                            run.topics().feedbackDeadLetters()))
                    .all()
                    .get();
        }
    }

    /** Both jobs have told how they began and how they ended, in events that are valid. */
    @Test
    @Order(6)
    void lineageIsToldOfTheJobs() throws Exception {
        ToldRun scoring = ToldRun.in(state.resolve(LINEAGE), "card-fraud.scoring", "ABORT");
        assertThat(scoring.start().at("/run/facets/millrace_model/digest").asText())
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
        ToldRun lake = ToldRun.of(events, "card-fraud.lake", "ABORT");
        assertThat(lake.start()
                        .at("/outputs/0/facets/columnLineage/fields/amount/inputFields/0/name")
                        .asText())
                .isEqualTo("transactions");
    }

    @Test
    @Order(7)
    void aBackfillGivesTheVectorsThatWereScoredAndThoseThatWouldHaveBeen() throws Exception {
        Backfills backfills = new Backfills(run, scripts);

        // What was sent first was read without a pause in which event time could have gone on.
        backfills.assertSameAsScored(rows, predictions, CardRows.time(rows.get(EVENTS / 2)));
        ToldRun told = ToldRun.in(scripts.batchLineage(), "card-fraud.backfill", "COMPLETE");
        assertThat(told.start().at("/inputs/0/facets/version/datasetVersion").asText())
                .startsWith("snapshot:");
        backfills.assertAddedFeature(rows, predictions);
    }

    @Test
    @Order(8)
    void trainingSetsComeOutOfTheLakeAndATagKeepsThem() throws Exception {
        new LakeTrainingSets(run, state).assertMade(EVENTS, TAG);
    }
}
