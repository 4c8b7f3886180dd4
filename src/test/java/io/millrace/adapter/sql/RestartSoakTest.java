package io.millrace.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.model.ModelCard;
import io.millrace.model.ModelDigest;
import io.millrace.onnx.KeptModel;
import io.millrace.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and cancels jobs with a model on MiniClusters, each with another model than the one before, and sees that nothing is left of them. {@code -Dmillrace.soak.jobs=100} starts so many. */
class RestartSoakTest {
    private static final int JOBS = Integer.getInteger("millrace.soak.jobs", 12);
    private static final int SETTLING = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void leavesNothingBehind() throws Exception {
        List<String> digests = new ArrayList<>();
        for (String name : List.of("xgboost", "torch-mlp", "sklearn-forest")) {
            digests.add(keep(name));
        }
        long threads = 0;
        long files = 0;
        for (int job = 0; job < JOBS; job++) {
            run(digests.get(job % digests.size()));
            if (job == SETTLING) {
                threads = threads();
                files = temporaryFiles();
            }
        }
        assertThat(OnnxModel.loaded()).isEmpty();
        assertThat(temporaryFiles()).as("temporary files").isEqualTo(files);
        long settled = threads;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(threads()).as("threads").isLessThanOrEqualTo(settled + 4));
    }

    private void run(String digest) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.getConfig().set("parallelism.default", "2");
        tables.executeSql(
                "CREATE MODEL m INPUT (a_one DOUBLE, a_two DOUBLE, a_three DOUBLE, a_four DOUBLE) OUTPUT (score FLOAT)"
                        + " WITH ('provider' = 'onnx', 'store' = '" + directory + "', 'pipeline' = 'p', 'digest' = '"
                        + digest
                        + "')");
        tables.executeSql("CREATE TABLE vectors (u DOUBLE, v DOUBLE, w DOUBLE, x DOUBLE)"
                + " WITH ('connector' = 'datagen', 'rows-per-second' = '1000')");
        tables.executeSql("CREATE TABLE scores (score FLOAT) WITH ('connector' = 'blackhole')");
        JobClient job = tables.executeSql(
                        "INSERT INTO scores SELECT score FROM ML_PREDICT(TABLE vectors, MODEL m, DESCRIPTOR(u, v, w, x))")
                .getJobClient()
                .orElseThrow();
        await().atMost(PATIENCE).until(() -> OnnxModel.isLoaded(digest));
        job.cancel().get();
        await().atMost(PATIENCE).until(() -> OnnxModel.loaded().isEmpty());
    }

    private static long threads() {
        return Thread.getAllStackTraces().size();
    }

    private static long temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("onnxruntime"))
                    .count();
        }
    }

    private String keep(String name) throws IOException {
        byte[] artefact = new ModelStamp(name, new KeptModel(name).artefact())
                .fingerprint("f00d")
                .toBytes();
        String digest = ModelDigest.of(artefact);
        ModelCard card = new ModelCard(
                digest,
                "p",
                name,
                "f00d",
                List.of("a.one", "a.two", "a.three", "a.four"),
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
