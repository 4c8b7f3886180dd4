package io.millrace.adapter.parquet;

import static io.millrace.flink.CardEvents.PIPELINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.model.ModelDigest;
import io.millrace.model.Prediction;
import io.millrace.replay.SimulatedStream;
import io.millrace.trainingset.AsOf;
import io.millrace.trainingset.Label;
import io.millrace.trainingset.LakeSnapshots;
import io.millrace.trainingset.Manifest;
import io.millrace.trainingset.TrainingSet;
import io.millrace.trainingset.TrainingSetRequest;
import io.millrace.trainingset.TrainingSetRow;
import io.millrace.trainingset.TrainingSets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetFileTest {
    private static final int COUNT = 300;

    @TempDir
    private Path folder;

    private static TrainingSet set() throws IOException {
        SimulatedStream stream = new SimulatedStream(new Random(1), COUNT, 4, Integer.MAX_VALUE);
        return new TrainingSets(PIPELINE, stream)
                .make(
                        new TrainingSetRequest(Instant.MIN, Instant.MAX, AsOf.KNOWLEDGE, null, false),
                        stream.predictions());
    }

    private static List<Group> read(Path file) throws IOException {
        List<Group> rows = new ArrayList<>();
        try (ParquetReader<Group> reader =
                new ParquetReader.Builder<Group>(new LocalInputFile(file), new PlainParquetConfiguration()) {
                    @Override
                    protected ReadSupport<Group> getReadSupport() {
                        return new GroupReadSupport();
                    }
                }.build()) {
            for (Group row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void everyRowReadsBackToTheBit() throws IOException {
        TrainingSet set = set();
        Path file = folder.resolve("examples.parquet");

        TrainingSetFile.write(set, file);

        List<Group> rows = read(file);
        assertThat(rows).hasSize(COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertSame(rows.get(i), set.rows().get(i));
        }
    }

    private static void assertSame(Group read, TrainingSetRow row) {
        Prediction prediction = row.prediction();
        assertThat(read.getString("prediction_id", 0)).isEqualTo(prediction.id());
        assertThat(read.getString("event_id", 0)).isEqualTo(prediction.eventId());
        assertThat(read.getLong("event_time", 0)).isEqualTo(prediction.eventTime());
        for (int i = 0; i < row.vector().length; i++) {
            assertThat(Double.doubleToRawLongBits(
                            read.getDouble(PIPELINE.inputs().get(i), 0)))
                    .isEqualTo(Double.doubleToRawLongBits(row.vector()[i]));
        }
        assertThat(read.getFloat("score", 0)).isEqualTo(prediction.score());
        assertThat(read.getBoolean("mature", 0)).isEqualTo(row.label().isMature());
        assertThat(read.getString("slot", 0)).isEqualTo("CHAMPION");
        if (row.label().outcome() == null) {
            assertThat(read.getFieldRepetitionCount("label")).isZero();
            assertThat(read.getFieldRepetitionCount("outcome")).isZero();
        } else {
            assertThat(read.getDouble("label", 0)).isEqualTo(row.label().value());
            assertThat(read.getString("outcome", 0))
                    .isEqualTo(row.label().outcome().name());
            assertThat(read.getLong("outcome_time", 0)).isEqualTo(row.label().time());
        }
    }

    @Test
    void missingValuesStayMissing() throws IOException {
        TrainingSet set = set();
        double[] vector = set.rows().get(0).vector().clone();
        vector[1] = Double.NaN;
        vector[2] = -0.0;
        TrainingSetRow row =
                new TrainingSetRow(set.rows().get(0).prediction(), vector, new Label(1, Outcome.REPORTED, 5, true));
        TrainingSet one = new TrainingSet(
                set.pipeline(), set.outcome(), set.request(), set.inputs(), set.cutoff(), set.counts(), List.of(row));

        TrainingSetFile.write(one, folder.resolve("one.parquet"));

        assertSame(read(folder.resolve("one.parquet")).get(0), row);
    }

    @Test
    void theSameTrainingSetGivesTheSameBytesAndManifest() throws IOException {
        assertThat(manifest("a")).isEqualTo(manifest("b"));
        assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
        assertThatThrownBy(() -> TrainingSetFile.write(set(), folder.resolve("a")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    private String manifest(String name) throws IOException {
        Path file = folder.resolve(name);
        TrainingSet set = set();
        TrainingSetFile.write(set, file);
        try (InputStream bytes = Files.newInputStream(file)) {
            return Manifest.of(set, LakeSnapshots.NONE, "examples.parquet", ModelDigest.of(bytes), Files.size(file));
        }
    }

    @Test
    void theManifestSaysFromWhatItWasMade() throws IOException {
        TrainingSet set = set();

        JsonNode json = new ObjectMapper().readTree(manifest("a"));

        assertThat(json.at("/feature_fingerprint").asText()).isEqualTo(PIPELINE.fingerprint());
        assertThat(json.at("/as_of").asText()).isEqualTo("knowledge");
        assertThat(json.at("/counts/rows").asLong()).isEqualTo(COUNT);
        assertThat(json.at("/labels/horizon_ms").asLong()).isEqualTo(7 * 86_400_000L);
        assertThat(json.at("/labels/cut_off").asText())
                .isEqualTo(Instant.ofEpochMilli(set.cutoff()).toString());
        assertThat(json.at("/inputs/1/topic").asText()).isEqualTo("transactions");
        assertThat(json.at("/inputs/1/first_offset").asLong()).isZero();
        assertThat(json.at("/file/sha256").asText()).isEqualTo(ModelDigest.of(Files.readAllBytes(folder.resolve("a"))));
        assertThat(json.at("/file/bytes").asLong()).isEqualTo(Files.size(folder.resolve("a")));
    }
}
