package io.millrace.adapter.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in Flink's batch mode that read a table and make one of vectors. */
class LakeInputTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOON = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
    private static final Schema AMOUNT = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"Payment\",\"fields\":[{\"name\":\"amount\",\"type\":\"double\"}]}");

    private final StreamExecutionEnvironment environment;
    private final Lake lake;

    LakeInputTest(@TempDir Path warehouse) {
        lake = Lake.open(
                "shop",
                Settings.of(new HashMap<>(Map.of(
                        "kafka.bootstrap.servers", "broker:9092",
                        "registry.url", "http://registry",
                        "models.store", "/models",
                        "lake.warehouse", warehouse.toString()))));
        environment = environment();
    }

    private static StreamExecutionEnvironment environment() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1, flink);
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        return environment;
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
    }

    @Test
    void recordsComeAsTheyWereInKafkaAndOldOnesAreNotRead() throws Exception {
        LakeTable table = lake.toWrite("events", "payments", List.of(AMOUNT));
        RowMaker rows = new RowMaker("payments", table.columns());
        table.append(
                environment.fromData(
                        List.of(
                                rows.row(1, 7, NOON, new byte[] {1}, new byte[] {2, 3}, 5, null, null),
                                rows.row(1, 8, NOON + 2 * DAY, null, new byte[] {4}, 5, null, null),
                                rows.row(0, 3, -1, new byte[] {9}, null, null, null, null)),
                        table.rows()),
                Map.of());
        environment.execute();

        assertThat(records(Optional.empty()))
                .containsExactlyInAnyOrder(
                        "1/7 at " + NOON + ": [1] [2, 3]",
                        "1/8 at " + (NOON + 2 * DAY) + ": null [4]",
                        "0/3 at -1: [9] null");
        assertThat(records(Optional.of(Instant.ofEpochMilli(NOON + DAY))))
                .containsExactlyInAnyOrder("1/8 at " + (NOON + 2 * DAY) + ": null [4]", "0/3 at -1: [9] null");
    }

    private List<String> records(Optional<Instant> since) throws Exception {
        List<String> records = new ArrayList<>();
        LakeInput input = lake.input("events").orElseThrow();
        try (CloseableIterator<RowData> rows =
                input.records(environment, "read", since).executeAndCollect()) {
            rows.forEachRemaining(row -> LakeInput.give(
                    row,
                    (partition, offset, timestamp, key, value) -> records.add(partition + "/" + offset + " at "
                            + timestamp + ": " + java.util.Arrays.toString(key) + " "
                            + java.util.Arrays.toString(value))));
        }
        return records;
    }

    @Test
    void vectorsAreWrittenOnceToTheBit() throws Exception {
        VectorTable unfilled = lake.newVectors("vectors", List.of("other.name"));
        assertThat(unfilled).as("what a failed job leaves behind").isNotNull();
        List<String> features = List.of("card.count_1d", "card.avg_1d");
        VectorTable table = lake.newVectors("vectors", features);
        double odd = Double.longBitsToDouble(0x3fb999999999999bL);
        DataStream<RowData> rows = environment.fromData(
                List.of(
                        VectorTable.row(
                                StringData.fromString("payments"),
                                1,
                                7,
                                "p1",
                                NOON,
                                StringData.fromString("f"),
                                new double[] {-0.0, odd}),
                        VectorTable.row(
                                StringData.fromString("payments"),
                                0,
                                3,
                                "p2",
                                NOON + 1,
                                StringData.fromString("f"),
                                new double[] {2, Double.NaN})),
                table.rows());
        table.fill(rows);
        environment.execute();

        List<String> read = new ArrayList<>();
        LakeVectors vectors = lake.vectors("vectors").orElseThrow();
        vectors.read((topic, partition, offset, id, time, fingerprint, vector) -> read.add(topic + " " + partition + " "
                + offset + " " + id + " " + time + " " + fingerprint + " "
                + Long.toHexString(Double.doubleToRawLongBits(vector[0])) + " " + vector[1]));
        assertThat(vectors.features()).isEqualTo(features);
        assertThat(read)
                .containsExactlyInAnyOrder(
                        "payments 1 7 p1 " + NOON + " f 8000000000000000 " + odd,
                        "payments 0 3 p2 " + (NOON + 1) + " f 4000000000000000 NaN");
        assertThatThrownBy(() -> lake.newVectors("vectors", features))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(
                        "lake shop, table vectors: is there already; name a new one by --out, or drop it");
    }
}
