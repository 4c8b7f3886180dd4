package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.dev.AddedJars;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
 * A job with every aggregate, one from a user's own jar among them, is stopped half-way, and goes on from its savepoint on several ways: with its definition; with a changed one; with features that it never had, whose state was
 * made of the lake. On each way every event gets one prediction, with the bits that the command line computes from a file. At the end predictions of all definitions and models come out of the raw events again.
 * Iceberg's own REST catalogue knows the lake.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ChangedDefinitionIT {
    private static final int EVENTS = 12_000;
    private static final int HALF = EVENTS / 2;
    private static final int REPEATED = 100;
    private static final int BROKEN = 10;
    private static final int OPEN = 1;
    private static final String FEW_IN_MEMORY = "state.in-memory=10";
    private static final List<String> ENDED = List.of("FINISHED", "FAILED", "CANCELED");
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final List<String[]> rows = CardRows.simulated(EVENTS);
    private Path folder;
    private CatalogServer catalog;
    private CardFraudRun run;
    private Scripts scripts;
    private TopicReader<Prediction> predictions;
    private String savepoint;
    private List<Prediction> before;
    /** How many predictions there are by now. */
    private int known;

    @BeforeAll
    void stopHalfWay(@TempDir Path state, @TempDir Path own) throws Exception {
        folder = own;
        run = new CardFraudRun(state, 2, CardFraudRun.DEFINITION, AddedJars.ofLake(Path.of("")));
        catalog = new CatalogServer(folder.resolve("catalog"), run.lake());
        run.keepLakeIn(catalog);
        scripts = new Scripts(run, folder, OwnAggregate.jar(folder));
        scripts.train(EveryAggregate.DEFINITION, rows);
        predictions = run.predictions();
        try (CardProducer producer = run.producer()) {
            String job = scripts.submit(EveryAggregate.DEFINITION, 2, null, FEW_IN_MEMORY);
            sendFirstHalf(producer);
            await("some of the predictions")
                    .atMost(LIMIT)
                    .until(() -> predictions.poll().size() >= EVENTS / 4);
            savepoint = run.flink().stopWithSavepoint(job);
            producer.sendAll(rows.subList(HALF, EVENTS));
            producer.sendLaterThan(rows.get(EVENTS - 1));
        }
        known = run.allPredictions().size();
        await("all of them").atMost(LIMIT).until(() -> predictions.poll().size() == known);
        before = List.copyOf(predictions.poll());
    }

    /** Some of the events repeated, and broken ones: what the job refused is in no window. */
    private void sendFirstHalf(CardProducer producer) {
        producer.sendAll(rows.subList(0, HALF - REPEATED));
        producer.sendAll(rows.subList(HALF - 2 * REPEATED, HALF - REPEATED));
        for (int i = 0; i < BROKEN; i++) {
            byte[] bytes = ("broken-" + i).getBytes(StandardCharsets.UTF_8);
            producer.sendRaw("transactions", bytes, bytes);
        }
        producer.sendAll(rows.subList(HALF - REPEATED, HALF));
    }

    @AfterAll
    void close() throws Exception {
        predictions.close();
        run.close();
        catalog.close();
    }

    @Test
    @Order(1)
    void withItsDefinitionEveryVectorIsThatOfTheCommandLine() throws Exception {
        VectorFile expected = scripts.vectors(EveryAggregate.DEFINITION, rows);
        expected.assertEveryFeatureVaries();

        List<Prediction> made = goOn(EveryAggregate.DEFINITION, 2, savepoint, FEW_IN_MEMORY);

        before.forEach(expected::assertSameVector);
        made.forEach(expected::assertSameVector);
    }

    @Test
    @Order(2)
    void withAChangedDefinitionWhatStaysGoesOnAndWhatIsNewWarms() throws Exception {
        Path changed = EveryAggregate.changed();
        scripts.train(changed, rows);
        VectorFile expected = scripts.vectors(changed, rows);

        List<Prediction> made = goOn(changed, 1, savepoint, FEW_IN_MEMORY);

        int warming = expected.features().indexOf(EveryAggregate.WARMING);
        made.forEach(prediction -> expected.assertSameVector(prediction, warming));
        assertWarms(made, expected, warming);
    }

    /** Missing at first, right from when its window lies behind the restart, never undercounted. */
    private void assertWarms(List<Prediction> made, VectorFile expected, int feature) {
        int missing = 0;
        for (Prediction prediction : made) {
            double found = prediction.vector()[feature];
            if (Double.isNaN(found) && prediction.eventTime() < warm()) {
                missing++;
            } else {
                assertThat(found)
                        .as("%s of %s", EveryAggregate.WARMING, prediction.eventId())
                        .isEqualTo(expected.value(prediction.eventId(), EveryAggregate.WARMING));
            }
        }
        assertThat(missing).isBetween(EVENTS / 8, made.size() - EVENTS / 8);
    }

    /** The event time from which nothing warms any more. */
    private long warm() {
        return CardRows.time(rows.get(HALF - 1)) + EveryAggregate.WINDOW.toMillis();
    }

    @Test
    @Order(3)
    void withStateFromTheLakeWhatIsNewIsRightFromTheFirstEventOn() throws Exception {
        Path added = EveryAggregate.added();
        scripts.train(added, rows);
        VectorFile expected = scripts.vectors(added, rows);
        Path copy = folder.resolve("copy");
        copy(Path.of(URI.create(savepoint).getPath()), copy);
        assertRefusedWithoutLake(added, copy);
        String lake = scripts.submitLake(added, 2);
        await("all of Kafka in the lake").atMost(LIMIT).until(() -> run.behindOfLake() == 0);
        run.flink().cancel(lake);
        assertThat(run.millrace(0, "lake", "maintain")).containsPattern("events_transactions +[1-9]");
        String predicted = before.get(before.size() - 1).id();
        assertThat(scripts.replay(0, EveryAggregate.DEFINITION, "--lake", predicted))
                .isEqualTo("MATCH " + predicted + "\n");
        Path out = folder.resolve("made");
        bootstrap(added, copy, out);
        delete(copy);

        List<Prediction> made = goOn(added, 1, out.toUri().toString());

        made.forEach(expected::assertSameVector);
        assertThat(made).as("events that waited in the savepoint").hasSizeGreaterThan(HALF);
    }

    /** Not while records are missing, nor while it is not known what was refused; all of it is said at once. */
    private void assertRefusedWithoutLake(Path definition, Path from) {
        String letters = run.topics().deadLetters();
        try (OpenTransaction unused = new OpenTransaction(run.clientSettings(), letters, OPEN)) {
            assertThatThrownBy(() -> scripts.submitBootstrap(definition, 2, from.toString(), folder.resolve("none")))
                    .hasMessageContaining("topic " + letters + ": has open transactions in partitions [" + OPEN
                            + "], so that it is not known yet what the job has refused; stop the scoring job with `flink stop`, and"
                            + " wait until it has stopped")
                    .hasMessageMatching(
                            "(?s).*lake card_fraud, table events_transactions, partition 0: \\d+ records before offset \\d+ are missing,"
                                    + " the first at or behind offset 0; let the lake's job \\(scripts/submit lake\\) run until it holds"
                                    + " them\n.*")
                    .hasMessageContaining("lake card_fraud, table dead_letters, partition ");
        }
    }

    private void bootstrap(Path definition, Path from, Path out) throws IOException {
        String job = scripts.submitBootstrap(definition, 2, from.toString(), out);
        await("the bootstrap has ended")
                .atMost(LIMIT)
                .until(() -> ENDED.contains(run.flink().state(job)));
        assertThat(run.flink().state(job)).as("%s", run.flink().failure(job)).isEqualTo("FINISHED");
        ToldRun told = ToldRun.in(scripts.batchLineage(), "card-fraud.bootstrap", "COMPLETE");
        assertThat(told.start().at("/inputs/0/facets/version/datasetVersion").asText())
                .startsWith("snapshot:");
    }

    @Test
    @Order(4)
    void predictionsOfAllDefinitionsAndModelsComeOutAgainToTheBit() throws Exception {
        long end = CardRows.time(rows.get(EVENTS - 1));
        List<Prediction> wanted = run.allPredictions().stream()
                .filter(prediction -> prediction.eventTime() >= warm() && prediction.eventTime() < end)
                .toList();
        assertThat(wanted.stream().map(Prediction::featureFingerprint).distinct())
                .hasSize(3);
        assertThat(wanted.stream().map(Prediction::modelDigest).distinct()).hasSize(3);

        assertThat(scripts.replay(0, EveryAggregate.added(), "--from", instant(warm()), "--to", instant(end)))
                .contains(wanted.size() + " of " + wanted.size() + " predictions match to the bit\n");

        Prediction altered = wanted.get(0).copy();
        int feature = altered.vector().length - 1;
        double was = altered.vector()[feature] + 1;
        double is = altered.vector()[feature];
        altered.vector()[feature] = was;
        run.send(altered);
        assertThat(scripts.replay(1, EveryAggregate.added(), altered.id()))
                .contains("MISMATCH " + altered.id() + ", event " + altered.eventId() + " of ")
                .contains("where   feature transaction.night, from the same events\n  was     " + was + " (bits "
                        + bits(was) + ")\n  replay  " + is + " (bits " + bits(is) + ")\n")
                .contains("\n3 of 4 predictions match to the bit\n");
    }

    private static String instant(long time) {
        return Instant.ofEpochMilli(time).toString();
    }

    private static String bits(double value) {
        return String.format("%016x", Double.doubleToRawLongBits(value));
    }

    /**
     * Goes on from a savepoint with the champion, until each event that had no prediction at {@link #savepoint} has one, and ends the job.
     *
     * @return these, one for each
     */
    private List<Prediction> goOn(Path definition, int parallelism, String from, String... settings)
            throws IOException {
        Set<String> open = rows.stream().map(row -> row[0]).collect(Collectors.toSet());
        before.forEach(prediction -> open.remove(prediction.eventId()));
        assertThat(open).hasSize(EVENTS - before.size());
        assertThat(predictions.poll()).hasSize(known);
        String model = run.store().champion(run.pipeline().name());
        String job = scripts.submit(definition, parallelism, from, settings);
        await("a prediction for each event")
                .atMost(LIMIT)
                .until(() -> predictions.poll().size() >= known + open.size());
        run.flink().cancel(job);
        assertThat(predictions.poll()).hasSize(known + open.size());
        List<Prediction> made = List.copyOf(predictions.poll().subList(known, known + open.size()));
        known += open.size();
        assertThat(new HashSet<>(made.stream().map(Prediction::eventId).toList()))
                .isEqualTo(open);
        assertThat(made).allMatch(prediction -> prediction.modelDigest().equals(model));
        return made;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
