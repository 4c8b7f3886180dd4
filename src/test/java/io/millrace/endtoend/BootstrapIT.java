package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.cli.Millrace;
import io.millrace.dev.AddedJars;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goes on with features that the job never had, from a savepoint whose state was made of the lake: each event gets one prediction, those after the savepoint have all features right to the bit from the first one on, the ones that waited in
 * it too, and nothing is missing. Every kind of aggregate is there, with windows that never end, and more feature sets than before.
 */
class BootstrapIT {
    private static final int HISTORY = 12_000;
    private static final int EVENTS = 3_000;
    private static final int REPEATED = 100;
    private static final int BROKEN = 10;
    private static final List<String> ENDED = List.of("FINISHED", "FAILED", "CANCELED");
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final List<String[]> rows = CardRows.simulated(HISTORY);
    private final List<String[]> events = rows.subList(0, EVENTS);

    /** All aggregates; none of them over features of other sets, which can't come from the lake. */
    private static Path after() throws IOException {
        String all = Files.readString(Scripts.definition("every-aggregate"));
        String windows =
                "    unusual: {source: transactions, count: all, where: amount > 1.5 * card.avg_7d, windows: [1d, 7d]}\n";
        assertThat(all).contains(windows);
        return Files.writeString(Path.of("target", "bootstrap-after.yaml"), all.replace(windows, ""));
    }

    /** The same without some features, of which some never end, and without a set. */
    private static Path before(Path after) throws IOException {
        String all = Files.readString(after);
        int pair = all.indexOf("  pair:\n");
        String fewer = all.substring(0, pair) + all.substring(all.indexOf("  transaction:\n", pair));
        String text = fewer.lines()
                .filter(line -> !line.startsWith("    spend:")
                        && !line.startsWith("    excess:")
                        && !line.startsWith("    digits: {custom")
                        && !line.startsWith("    top:"))
                .collect(Collectors.joining("\n", "", "\n"));
        return Files.writeString(
                Path.of("target", "bootstrap-before.yaml"), text.replace("terminal.*, pair.*,", "terminal.*,"));
    }

    @Test
    void whatIsNewIsRightFromTheFirstEventOn(@TempDir Path state, @TempDir Path folder) throws Exception {
        Path after = after();
        Path before = before(after);
        try (CardFraudRun run = new CardFraudRun(state, 2, CardFraudRun.DEFINITION, AddedJars.ofLake(Path.of("")))) {
            Scripts scripts = new Scripts(run, folder, OwnAggregate.jar(folder));
            scripts.train(before, rows);
            VectorFile expected = scripts.vectors(after, events);
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                String job = scripts.submit(before, 2, null);
                sendFirstHalf(producer);
                await("some of the predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS / 4);
                String savepoint = run.flink().stopWithSavepoint(job);
                scripts.train(after, rows);

                String made = bootstrapped(run, scripts, after, savepoint, state.resolve("made"));
                producer.sendAll(events.subList(EVENTS / 2, EVENTS));
                producer.sendLaterThan(events.get(EVENTS - 1));
                String unused = scripts.submit(after, 1, made);

                await("a prediction for each event")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);
                assertThat(predictions.poll()).hasSize(EVENTS);
                assertVectors(predictions.poll(), expected);
            }
        }
    }

    /** Half of the events, some of them repeated, and broken ones: what the job refused is in no window. */
    private void sendFirstHalf(CardProducer producer) {
        producer.sendAll(events.subList(0, EVENTS / 2 - REPEATED));
        producer.sendAll(events.subList(EVENTS / 2 - 2 * REPEATED, EVENTS / 2 - REPEATED));
        for (int i = 0; i < BROKEN; i++) {
            byte[] bytes = ("broken-" + i).getBytes(StandardCharsets.UTF_8);
            producer.sendRaw("transactions", bytes, bytes);
        }
        producer.sendAll(events.subList(EVENTS / 2 - REPEATED, EVENTS / 2));
    }

    /** The savepoint that the lake's events make; the one before is gone then, and so is the lake's job. */
    private static String bootstrapped(CardFraudRun run, Scripts scripts, Path definition, String savepoint, Path out)
            throws IOException {
        assertThatThrownBy(() -> scripts.submitBootstrap(definition, 2, savepoint, out))
                .hasMessageContaining("lake card_fraud, table events_transactions, partition 0: ")
                .hasMessageContaining("are missing, the first at or behind offset 0; let the lake's job");
        String lake = scripts.submitLake(definition, 2);
        await("all of Kafka in the lake").atMost(LIMIT).until(() -> behind(run) == 0);
        run.flink().cancel(lake);
        String job = scripts.submitBootstrap(definition, 2, savepoint, out);
        await("the bootstrap has ended")
                .atMost(LIMIT)
                .until(() -> ENDED.contains(run.flink().state(job)));
        assertThat(run.flink().state(job)).as("%s", run.flink().failure(job)).isEqualTo("FINISHED");
        delete(Path.of(URI.create(savepoint).getPath()));
        return out.toUri().toString();
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static int behind(CardFraudRun run) {
        List<String> arguments = new ArrayList<>(List.of(
                "lake",
                "check",
                "--pipeline",
                CardFraudRun.DEFINITION.toString(),
                "--settings",
                "conf/throughput.properties"));
        run.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        StringWriter out = new StringWriter();
        int code = Millrace.run(new PrintWriter(out), new PrintWriter(out), arguments.toArray(String[]::new));
        assertThat(code).as("%s", out).isZero();
        return out.toString()
                .lines()
                .skip(1)
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToInt(Integer::parseInt)
                .sum();
    }

    private void assertVectors(List<Prediction> predictions, VectorFile expected) {
        assertThat(predictions.stream().map(Prediction::eventId).collect(Collectors.toSet()))
                .hasSize(EVENTS)
                .isEqualTo(expected.values().keySet());
        String old = predictions.get(0).featureFingerprint();
        List<Prediction> later = predictions.stream()
                .filter(prediction -> !prediction.featureFingerprint().equals(old))
                .toList();
        later.forEach(expected::assertSameVector);
        long from = CardRows.time(events.get(EVENTS / 2));
        assertThat(later)
                .filteredOn(prediction -> prediction.eventTime() >= from)
                .hasSizeGreaterThan(EVENTS / 2 - 10);
        assertThat(later).as("events that waited in the savepoint").hasSizeGreaterThan(EVENTS / 2);
    }
}
