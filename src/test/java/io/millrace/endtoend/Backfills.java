package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeVectors;
import io.millrace.model.Prediction;
import io.millrace.pipeline.PipelineCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Backfills from a lake that holds all events, checked against the predictions that were made of them. */
final class Backfills {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> ENDED = List.of("FINISHED", "FAILED", "CANCELED");
    private static final String ADDED = "card.small";

    private final CardFraudRun run;
    private final Scripts scripts;

    Backfills(CardFraudRun run, Scripts scripts) {
        this.run = run;
        this.scripts = scripts;
    }

    /** The vectors of one table, by the place of their events. */
    private record Vectors(List<String> features, Map<String, double[]> byPlace, List<String> fingerprints) {}

    /**
     * The definition that scored gives the vectors of all events as of their own time, to the bit; so where no event came late, those that were scored.
     *
     * @param inTime of the events before this one, none could see that another one was late
     */
    void assertSameAsScored(List<String[]> rows, List<Prediction> predictions, long inTime) throws IOException {
        Vectors vectors = run(CardFraudRun.DEFINITION);

        assertThat(vectors.features()).isEqualTo(run.pipeline().inputs());
        assertThat(vectors.fingerprints()).containsOnly(run.pipeline().fingerprint());
        assertRight(vectors, scripts.vectors(CardFraudRun.DEFINITION, rows), predictions);
        List<Prediction> before = predictions.stream()
                .filter(prediction -> prediction.eventTime() < inTime)
                .toList();
        assertThat(before).hasSizeGreaterThan(rows.size() / 3);
        for (Prediction prediction : before) {
            assertThat(bits(vectors.byPlace().get(placeOf(prediction))))
                    .as(prediction.eventId())
                    .isEqualTo(bits(prediction.vector()));
        }
    }

    /** A definition with one feature more, over a span: all are right from the first event on. */
    void assertAddedFeature(List<String[]> rows, List<Prediction> predictions) throws IOException {
        Path changed = withOneMore();
        long from = CardRows.time(rows.get(rows.size() / 3));
        long to = CardRows.time(rows.get(rows.size() * 2 / 3));

        Vectors vectors = run(
                changed,
                "--from",
                Instant.ofEpochMilli(from).toString(),
                "--to",
                Instant.ofEpochMilli(to).toString(),
                "--out",
                "with_small");

        assertThat(vectors.features()).contains(ADDED);
        assertThat(vectors.fingerprints())
                .containsOnly(
                        PipelineCompiler.compile(PipelineCompiler.read(changed)).fingerprint());
        List<Prediction> wanted = predictions.stream()
                .filter(prediction -> prediction.eventTime() >= from && prediction.eventTime() < to)
                .toList();
        assertRight(vectors, scripts.vectors(changed, rows), wanted);
    }

    private static void assertRight(Vectors vectors, VectorFile expected, List<Prediction> events) {
        assertThat(vectors.byPlace()).hasSameSizeAs(events);
        for (Prediction event : events) {
            double[] vector = vectors.byPlace().get(placeOf(event));
            for (int i = 0; i < vector.length; i++) {
                assertThat(vector[i])
                        .as("%s of %s", vectors.features().get(i), event.eventId())
                        .isEqualTo(expected.value(
                                event.eventId(), vectors.features().get(i)));
            }
        }
    }

    private Vectors run(Path definition, String... options) throws IOException {
        String job = scripts.submitBackfill(definition, 2, options);
        await("the backfill has ended")
                .atMost(LIMIT)
                .until(() -> ENDED.contains(run.flink().state(job)));
        assertThat(run.flink().state(job)).as("%s", run.flink().failure(job)).isEqualTo("FINISHED");
        Map<String, double[]> byPlace = new HashMap<>();
        List<String> fingerprints = new ArrayList<>();
        try (Lake lake = Lake.open(run.pipeline().name(), run.clientSettings())) {
            LakeVectors vectors =
                    lake.vectors(options.length == 0 ? "vectors" : "with_small").orElseThrow();
            vectors.read((topic, partition, offset, id, time, fingerprint, vector) -> {
                assertThat(byPlace.put(topic + "/" + partition + "/" + offset, vector))
                        .as("a vector for each event, once")
                        .isNull();
                fingerprints.add(fingerprint);
            });
            return new Vectors(vectors.features(), byPlace, fingerprints);
        }
    }

    private static String placeOf(Prediction prediction) {
        return prediction.trigger().topic() + "/" + prediction.trigger().partition() + "/"
                + prediction.trigger().offset();
    }

    private static List<Long> bits(double[] vector) {
        List<Long> bits = new ArrayList<>();
        for (double value : vector) {
            bits.add(Double.doubleToRawLongBits(value));
        }
        return bits;
    }

    private static Path withOneMore() throws IOException {
        String definition = Files.readString(CardFraudRun.DEFINITION);
        String card = "    entity: customer_id\n    source: transactions\n";
        assertThat(definition).contains(card);
        return Files.writeString(
                Path.of("target", "with-one-more.yaml"),
                definition.replace(card, card + "    small: {sum: amount, where: amount < 20.0, window: 2d}\n"));
    }
}
