package io.millrace.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.onnx.KeptModel;
import io.millrace.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in SQL, planned by Flink's planner and run on a MiniCluster. */
class OnnxModelSqlTest {
    private static final String FINGERPRINT = "f00d";
    private static final List<String> FOUR = List.of("a.one", "a.two", "a.three", "a.four");
    private static final String INPUT = "(a_one DOUBLE, a_two DOUBLE, a_three DOUBLE, a_four DOUBLE)";

    @TempDir
    private Path directory;

    private TableEnvironment tables;

    @BeforeEach
    void create() {
        tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.getConfig().set("parallelism.default", "2");
    }

    @Test
    void scoresAsTheScorerDoes() throws Exception {
        KeptModel kept = new KeptModel("xgboost");
        String digest = keep(kept, FOUR, stamp(kept));
        declare(INPUT, "(score FLOAT)", digest);
        createRows(kept);

        Map<Integer, Integer> found = scores("a_one, a_two, a_three, a_four");
        assertThat(found).hasSize(kept.rows()).isEqualTo(expected(kept, digest));
        assertThat(OnnxModel.isLoaded(digest))
                .as("the session has gone with the job")
                .isFalse();
    }

    @Test
    void takesColumnsByTheirNames() throws Exception {
        KeptModel kept = new KeptModel("xgboost");
        String digest = keep(kept, FOUR, stamp(kept));
        declare("(a_four DOUBLE, A_ONE DOUBLE, `a.three` DOUBLE, a_two DOUBLE)", "(fraud FLOAT)", digest);
        createRows(kept);

        assertThat(scores("a_four, a_one, a_three, a_two")).isEqualTo(expected(kept, digest));
    }

    @Test
    void takesWholeNumbersAndTruthsAndFillsOutputsBesideTheScore() throws Exception {
        KeptModel kept = new KeptModel("sklearn-pipeline-columns");
        List<String> features = List.of("transaction.amount", "card.count_1d", "transaction.night");
        String digest = keep(kept, features, stamp(kept).outputs(List.of("probabilities")));
        declare(
                "(transaction_amount FLOAT, card_count_1d INT, transaction_night BOOLEAN)",
                "(score DOUBLE, probabilities_0_ DOUBLE)",
                digest);

        tables.executeSql(
                "CREATE TEMPORARY VIEW cards AS SELECT * FROM (VALUES (CAST(0.5 AS FLOAT), 7, TRUE)) AS v(amount, seen,"
                        + " night)");

        Row row = single("SELECT score, probabilities_0_ FROM ML_PREDICT(TABLE cards, MODEL m, DESCRIPTOR(amount, seen,"
                + " night))");
        try (OnnxScorer scorer = open(digest, features)) {
            scorer.put(0, new double[] {0.5f, 7, 1}, new int[] {0, 1, 2});
            scorer.run(1);
            assertThat(row.getField(0)).isEqualTo((double) scorer.score(0));
            assertThat(row.getField(1)).isEqualTo(scorer.output(0, 0));
        }
    }

    @Test
    void saysWhichColumnsDoNotFit() throws Exception {
        KeptModel kept = new KeptModel("xgboost");
        String digest = keep(kept, FOUR, stamp(kept));
        declare("(a_one STRING, a_too DOUBLE, a_three DOUBLE)", "(score INT, other FLOAT)", digest);

        tables.executeSql("CREATE TEMPORARY VIEW vectors AS SELECT * FROM (VALUES ('x', 1e0, 1e0)) AS v(u, v, w)");
        assertRefused(
                "u, v, w",
                "INPUT has 3 columns, but the model takes 4 features: a.one, a.two, a.three, a.four; declare one column for"
                        + " each",
                "INPUT column a_too is no feature of the model; did you mean \"a_two\"?",
                "INPUT lacks a_two, a_four; declare a column for each",
                "INPUT column a_one is STRING, and features are numbers; expected DOUBLE, FLOAT, BIGINT, INT, SMALLINT,"
                        + " TINYINT or BOOLEAN; CAST it in the query",
                "OUTPUT column score is INT, expected FLOAT or DOUBLE",
                "OUTPUT column other is no output beside the score");
    }

    @Test
    void saysWhatIsMissingInTheStore() {
        declare(INPUT, "(score FLOAT)", "0".repeat(64));
        assertRefused(
                four(),
                "model " + "0".repeat(64) + " of pipeline p is not in the store; give the digest of one that is");
    }

    @Test
    void saysThatAnArtefactIsCorrupt() throws Exception {
        KeptModel kept = new KeptModel("xgboost");
        String digest = keep(kept, FOUR, stamp(kept));
        Files.write(directory.resolve("p").resolve(digest).resolve("model.onnx"), new byte[] {1, 2, 3});
        declare(INPUT, "(score FLOAT)", digest);
        assertRefused(four(), "the file is corrupt: its 3 bytes have the SHA-256 ");
    }

    @Test
    void saysThatTheDigestIsNone() {
        declare(INPUT, "(score FLOAT)", "latest");
        assertRefused(
                four(),
                "digest: found \"latest\", expected a SHA-256: 64 hex digits in lower case; millrace models list tells the"
                        + " digests of a store's models");
    }

    @Test
    void saysWhichOptionsThereAre() {
        tables.executeSql("CREATE MODEL m INPUT " + INPUT
                + " OUTPUT (score FLOAT) WITH ('provider' = 'onnx', 'store' = '" + directory + "', 'pipeline' = 'p')");
        assertRefused(four(), "One or more required options are missing.", "digest");
    }

    private void declare(String input, String output, String digest) {
        tables.executeSql(
                "CREATE MODEL m INPUT " + input + " OUTPUT " + output + " WITH ('provider' = 'onnx', 'store' = '"
                        + directory + "', 'pipeline' = 'p', 'digest' = '" + digest + "')");
    }

    private String four() {
        tables.executeSql(
                "CREATE TEMPORARY VIEW vectors AS SELECT * FROM (VALUES (1e0, 1e0, 1e0, 1e0)) AS v(u, v, w, x)");
        return "u, v, w, x";
    }

    private void assertRefused(String columns, String... reasons) {
        assertThatThrownBy(() -> tables.explainSql(
                        "SELECT * FROM ML_PREDICT(TABLE vectors, MODEL m, DESCRIPTOR(" + columns + "))"))
                .satisfies(refusal -> assertThat(messages(refusal)).contains(reasons));
    }

    private static String messages(Throwable refusal) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    private void createRows(KeptModel kept) {
        String values = IntStream.range(0, kept.rows())
                .mapToObj(row -> "(" + row + ", "
                        + IntStream.range(0, FOUR.size())
                                .mapToObj(column -> literal(kept.input("vector", row, column)))
                                .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining(", "));
        tables.executeSql("CREATE TEMPORARY VIEW vectors AS SELECT * FROM (VALUES " + values
                + ") AS v(id, a_one, a_two, a_three, a_four)");
    }

    private static String literal(double value) {
        return Double.isNaN(value) ? "CAST(NULL AS DOUBLE)" : "CAST('" + value + "' AS DOUBLE)";
    }

    /** The bits of the scores by row. */
    private Map<Integer, Integer> scores(String columns) throws Exception {
        Map<Integer, Integer> scores = new HashMap<>();
        try (CloseableIterator<Row> rows = tables.executeSql(
                        "SELECT * FROM ML_PREDICT(TABLE vectors, MODEL m, DESCRIPTOR(" + columns + "))")
                .collect()) {
            rows.forEachRemaining(
                    row -> scores.put((int) row.getField(0), Float.floatToRawIntBits((float) row.getField(5))));
        }
        return scores;
    }

    private Row single(String query) throws Exception {
        try (CloseableIterator<Row> rows = tables.executeSql(query).collect()) {
            return rows.next();
        }
    }

    private Map<Integer, Integer> expected(KeptModel kept, String digest) throws IOException {
        Map<Integer, Integer> scores = new HashMap<>();
        try (OnnxScorer scorer = open(digest, FOUR)) {
            for (int row = 0; row < kept.rows(); row++) {
                int vector = row;
                double[] values = IntStream.range(0, FOUR.size())
                        .mapToDouble(column -> kept.input("vector", vector, column))
                        .toArray();
                scorer.put(0, values, new int[] {0, 1, 2, 3});
                scorer.run(1);
                scores.put(row, Float.floatToRawIntBits(scorer.score(0)));
            }
        }
        return scores;
    }

    private OnnxScorer open(String digest, List<String> features) throws IOException {
        byte[] artefact = new FileModelStore(directory.toString()).artefact("p", digest);
        return OnnxScorer.open(artefact, digest, new ModelInputs(FINGERPRINT, features), 1, null);
    }

    private static ModelStamp stamp(KeptModel kept) {
        return new ModelStamp(kept.name(), kept.artefact()).fingerprint(FINGERPRINT);
    }

    private String keep(KeptModel kept, List<String> features, ModelStamp stamp) throws IOException {
        byte[] artefact = stamp.toBytes();
        String digest = ModelDigest.of(artefact);
        ModelCard card = new ModelCard(
                digest,
                "p",
                kept.name(),
                FINGERPRINT,
                features,
                Instant.EPOCH,
                Instant.EPOCH,
                1,
                1,
                Map.of(),
                Map.of());
        new FileModelStore(directory.toString()).put(artefact, card);
        return digest;
    }
}
