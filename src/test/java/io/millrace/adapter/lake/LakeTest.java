package io.millrace.adapter.lake;

import static io.millrace.adapter.lake.PaymentsTable.BIG;
import static io.millrace.adapter.lake.PaymentsTable.NOON;
import static io.millrace.adapter.lake.PaymentsTable.TABLE;
import static io.millrace.adapter.lake.PaymentsTable.TOPIC;
import static io.millrace.adapter.lake.PaymentsTable.record;
import static io.millrace.adapter.lake.PaymentsTable.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as jobs write them and commands read and maintain them. */
class LakeTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Schema AMOUNT = schema("{'name':'amount','type':'double'}");

    private final Path warehouse;
    private final PaymentsTable payments;
    private final Lake lake;

    LakeTest(@TempDir Path warehouse) {
        this.warehouse = warehouse.resolve("lake");
        this.payments = new PaymentsTable(this.warehouse);
        this.lake = payments.lake();
    }

    @AfterEach
    void close() throws IOException {
        payments.close();
    }

    /** Commits rows as one file for each partition. */
    private void append(String columns, Map<String, String> summary, long firstOffset, GenericRecord... records)
            throws IOException {
        RowMaker maker = new RowMaker(TOPIC, columns);
        List<RowData> rows = new ArrayList<>();
        for (int i = 0; i < records.length; i++) {
            rows.add(maker.row(0, firstOffset + i, NOON, new byte[] {1}, new byte[] {2, 3}, 5, records[i], null));
        }
        payments.append(summary, rows);
    }

    @Test
    void everyTypeComesBackAsItWas() throws IOException {
        Schema all = schema("{'name':'flag','type':'boolean'},{'name':'small','type':'int'},"
                + "{'name':'whole','type':['null','long']},{'name':'single','type':'float'},"
                + "{'name':'real','type':'double'},{'name':'text','type':'string'},{'name':'blob','type':'bytes'},"
                + "{'name':'kind','type':{'type':'enum','name':'Kind','symbols':['A','B']}},"
                + "{'name':'hash','type':{'type':'fixed','name':'Hash','size':2}},"
                + "{'name':'at','type':{'type':'long','logicalType':'timestamp-millis'}},"
                + "{'name':'at_micros','type':{'type':'long','logicalType':'timestamp-micros'}},"
                + "{'name':'local','type':{'type':'long','logicalType':'local-timestamp-millis'}},"
                + "{'name':'day','type':{'type':'int','logicalType':'date'}},"
                + "{'name':'hour','type':{'type':'int','logicalType':'time-millis'}},"
                + "{'name':'price','type':{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}},"
                + "{'name':'list','type':{'type':'array','items':['null','double']}},"
                + "{'name':'map','type':{'type':'map','values':'long'}},"
                + "{'name':'inner','type':{'type':'record','name':'Inner','fields':[{'name':'x','type':'int'}]}},"
                + "{'name':'either','type':['int','string']}");
        String columns = lake.toWrite(TABLE, TOPIC, List.of(all)).columns();
        GenericRecord inner = record(all.getField("inner").schema(), 9);

        append(
                columns,
                Map.of(),
                0,
                record(
                        all,
                        true,
                        1,
                        null,
                        0.5f,
                        -0.0,
                        "π",
                        ByteBuffer.wrap(new byte[] {7, 8}),
                        new GenericData.EnumSymbol(all.getField("kind").schema(), "B"),
                        new GenericData.Fixed(all.getField("hash").schema(), new byte[] {5, 6}),
                        NOON + 1,
                        -1L,
                        0L,
                        1,
                        1000,
                        ByteBuffer.wrap(new BigDecimal("-12.34").unscaledValue().toByteArray()),
                        Arrays.asList(1.0, null, Double.NaN),
                        Map.of("k", 3L),
                        inner,
                        4));

        Record row = payments.rows().get(0L);
        assertThat(row.getField("kafka_topic")).isEqualTo(TOPIC);
        assertThat(row.getField("kafka_schema_id")).isEqualTo(5);
        assertThat(row.getField("kafka_unreadable")).isNull();
        assertThat(row.getField("kafka_timestamp")).hasToString("2024-05-01T12:00Z");
        assertThat(row.getField("flag")).isEqualTo(true);
        assertThat(row.getField("small")).isEqualTo(1);
        assertThat(row.getField("whole")).isNull();
        assertThat(row.getField("single")).isEqualTo(0.5f);
        assertThat(row.getField("real")).isEqualTo(-0.0);
        assertThat(row.getField("text")).isEqualTo("π");
        assertThat(row.getField("blob")).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8}));
        assertThat(row.getField("kind")).isEqualTo("B");
        assertThat((byte[]) row.getField("hash")).containsExactly(5, 6);
        assertThat(row.getField("at")).hasToString("2024-05-01T12:00:00.001Z");
        assertThat(row.getField("at_micros")).hasToString("1969-12-31T23:59:59.999999Z");
        assertThat(row.getField("local")).hasToString("1970-01-01T00:00");
        assertThat(row.getField("day")).hasToString("1970-01-02");
        assertThat(row.getField("hour")).hasToString("00:00:01");
        assertThat(row.getField("price")).isEqualTo(new BigDecimal("-12.34"));
        assertThat(row.getField("list")).isEqualTo(Arrays.asList(1.0, null, Double.NaN));
        assertThat(row.getField("map")).isEqualTo(Map.of("k", 3L));
        assertThat(((Record) row.getField("inner")).getField("x")).isEqualTo(9);
        assertThat(row.struct().field("either"))
                .as("a union of two types has no column")
                .isNull();
    }

    @Test
    void eachDayHasItsFilesAndReadersOfADayReadThemAloneWithoutKnowingOfPartitions() throws IOException {
        String columns = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        RowMaker maker = new RowMaker(TOPIC, columns);
        List<RowData> rows = new ArrayList<>();
        for (int day = 0; day < 3; day++) {
            rows.add(maker.row(0, day, NOON + day * DAY, null, new byte[] {2}, 5, record(AMOUNT, 1.0), null));
        }
        payments.append(Map.of(), rows);

        TableScan all = payments.table().newScan();
        TableScan ofOneDay = all.filter(Expressions.and(
                Expressions.greaterThanOrEqual("kafka_timestamp", (NOON + DAY) * 1000),
                Expressions.lessThan("kafka_timestamp", (NOON + DAY + 1) * 1000)));
        try (CloseableIterable<FileScanTask> files = all.planFiles()) {
            assertThat(files).hasSize(3);
        }
        try (CloseableIterable<FileScanTask> files = ofOneDay.planFiles()) {
            assertThat(files).hasSize(1);
        }
        assertThat(payments.rows()).hasSize(3);
    }

    @Test
    void aNewerSchemaAddsColumnsAndOlderRowsLackThem() throws IOException {
        String before = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        Schema newer = schema("{'name':'city','type':'string'},{'name':'amount','type':'double'}");
        append(before, Map.of(), 0, record(AMOUNT, 1.5), record(newer, "Oslo", 2.5));

        String after = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT, newer)).columns();
        append(after, Map.of(), 2, record(AMOUNT, 3.5), record(newer, "Bergen", 4.5));

        Map<Long, Record> rows = payments.rows();
        assertThat(rows.values().stream().map(row -> row.getField("amount"))).containsExactly(1.5, 2.5, 3.5, 4.5);
        assertThat(rows.values().stream().map(row -> row.getField("city"))).containsExactly(null, null, null, "Bergen");
        assertThat(lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns())
                .as("an older schema takes no column away")
                .isEqualTo(after);
    }

    @Test
    void aColumnIsWidenedButNotMadeAnother() {
        lake.toWrite(TABLE, TOPIC, List.of(schema("{'name':'amount','type':'float'}")));
        assertThat(lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns()).contains("\"double\"");

        List<Schema> text = List.of(schema("{'name':'amount','type':'string'}"));
        assertThatThrownBy(() -> lake.toWrite(TABLE, TOPIC, text))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("its columns can't hold the schema Payment of topic payments: ")
                .hasMessageContaining("amount")
                .hasMessageContaining("give the changed field another name");
    }

    @Test
    void aFieldThatItsColumnCantHoldIsSaidAndTheRestIsThere() throws IOException {
        Schema two = schema("{'name':'amount','type':'double'},{'name':'city','type':'string'}");
        String columns = lake.toWrite(TABLE, TOPIC, List.of(two)).columns();
        Schema odd = schema("{'name':'amount','type':'string'},{'name':'city','type':'string'}");

        append(columns, Map.of(), 0, record(odd, "much", "Oslo"));

        Record row = payments.rows().get(0L);
        assertThat(row.getField("amount")).isNull();
        assertThat(row.getField("city")).isEqualTo("Oslo");
        assertThat(row.getField("kafka_unreadable")).isEqualTo("column amount is double, the writer's field is STRING");
    }

    @Test
    void whatCantBeReadIsThereWithItsBytes() throws IOException {
        String columns = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        RowMaker maker = new RowMaker(TOPIC, columns);
        payments.append(
                Map.of(),
                List.of(
                        maker.row(3, 0, -1, null, new byte[] {9}, null, null, "NOT_AVRO: too short"),
                        maker.row(3, 1, NOON, new byte[] {8}, null, null, null, null)));

        List<String> read = new ArrayList<>();
        lake.toRead(TABLE)
                .orElseThrow()
                .read((partition, offset, timestamp, key, value) -> read.add(partition + " " + offset + " " + timestamp
                        + " " + (key == null ? "-" : key[0]) + " " + (value == null ? "-" : value[0])));
        assertThat(read).containsExactlyInAnyOrder("3 0 -1 - 9", "3 1 " + NOON + " 8 -");
        assertThat(payments.rows().get(0L).getField("kafka_unreadable")).isEqualTo("NOT_AVRO: too short");
    }

    @Test
    void whatIsHeldIsNotAppendedAgain() throws IOException {
        String columns = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        assertThat(lake.toRead(TABLE).orElseThrow().ends()).isEmpty();
        append(columns, Map.of(), 5, record(AMOUNT, 1.0), record(AMOUNT, 2.0));
        Map<Integer, Long> ends = lake.toRead(TABLE).orElseThrow().ends();
        RowMaker maker = new RowMaker(TOPIC, columns);
        NotHeldYet notHeld = new NotHeldYet(ends);

        assertThat(ends).isEqualTo(Map.of(0, 7L));
        assertThat(notHeld.filter(maker.row(0, 6, NOON, null, null, null, null, null)))
                .isFalse();
        assertThat(notHeld.filter(maker.row(0, 7, NOON, null, null, null, null, null)))
                .isTrue();
        assertThat(notHeld.filter(maker.row(1, 0, NOON, null, null, null, null, null)))
                .isTrue();
    }

    @Test
    void maintenanceMergesFilesAndKeepsWhatIsTaggedOrNeeded() throws IOException {
        String columns = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        Map<String, String> byFlink = Map.of("flink.job-id", "j", "flink.max-committed-checkpoint-id", "7");
        for (int i = 0; i < 6; i++) {
            append(columns, byFlink, 2L * i, record(AMOUNT, 2.0 * i), record(AMOUNT, 2.0 * i + 1));
        }
        Table table = payments.table();
        List<Snapshot> before = new ArrayList<>();
        table.snapshots().forEach(before::add);
        table.manageSnapshots()
                .createTag("training", before.get(1).snapshotId())
                .commit();
        List<Object> amounts = payments.rows().values().stream()
                .map(row -> row.getField("amount"))
                .toList();

        Maintained done = maintain(Instant.now().plusSeconds(60)).orElseThrow();

        assertThat(done).isEqualTo(new Maintained(6, 1, 4, 3, 12, done.bytes(), 0, Map.of()));
        assertThat(done.bytes()).isPositive();
        assertThat(payments.rows().values().stream()
                        .map(row -> row.getField("amount"))
                        .toList())
                .hasSize(12)
                .isEqualTo(amounts);
        table.refresh();
        List<Long> kept = new ArrayList<>();
        table.snapshots().forEach(snapshot -> kept.add(snapshot.snapshotId()));
        assertThat(kept)
                .as("the tagged one, the job's newest, the newest")
                .containsExactlyInAnyOrder(
                        before.get(1).snapshotId(),
                        before.get(5).snapshotId(),
                        table.currentSnapshot().snapshotId());
        try (CloseableIterable<Record> tagged = IcebergGenerics.read(table)
                .useSnapshot(before.get(1).snapshotId())
                .build()) {
            assertThat(tagged).hasSize(4);
        }
        assertThat(maintain(Instant.now().plusSeconds(60)).orElseThrow())
                .as("again: nothing to do")
                .isEqualTo(new Maintained(0, 0, 0, 3, 12, done.bytes(), 0, Map.of()));
        assertThat(dataFiles())
                .as("the two tagged files, the merged one, those of the job's newest")
                .isEqualTo(7);
    }

    @Test
    void aTagKeepsWhatWasThere() throws IOException {
        String columns = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        assertThat(lake.tag(TABLE, "empty")).isEmpty();
        append(columns, Map.of(), 0, record(AMOUNT, 1.0));
        long snapshot = lake.tag(TABLE, "may").orElseThrow();
        append(columns, Map.of(), 1, record(AMOUNT, 2.0));
        append(columns, Map.of("flink.job-id", "j"), 2, record(AMOUNT, 3.0));
        assertThat(maintain(Instant.now().plusSeconds(60))).isPresent();

        assertThat(lake.tags(TABLE)).isEqualTo(Map.of("may", snapshot));
        assertThat(lake.toRead(TABLE, "may").orElseThrow().ends()).isEqualTo(Map.of(0, 1L));
        assertThat(lake.toRead(TABLE, "may").orElseThrow().snapshot()).contains(snapshot);
        assertThat(lake.toRead(TABLE).orElseThrow().ends()).isEqualTo(Map.of(0, 3L));
        assertThat(lake.toRead(TABLE, "june")).isEmpty();
        assertThat(lake.toRead("absent", "may")).isEmpty();
        assertThat(lake.tags("absent")).isEmpty();

        lake.dropTag(TABLE, "may");
        assertThat(lake.toRead(TABLE, "may")).isEmpty();
    }

    @Test
    void aTableStaysAsItWasWhenItIsReadWhileOthersWrite() throws IOException {
        String columns = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        append(columns, Map.of(), 0, record(AMOUNT, 1.0));
        LakeRecords read = lake.toRead(TABLE).orElseThrow();
        append(columns, Map.of(), 1, record(AMOUNT, 2.0));

        assertThat(read.ends()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void youngSnapshotsStay() throws IOException {
        String columns = lake.toWrite(TABLE, TOPIC, List.of(AMOUNT)).columns();
        append(columns, Map.of(), 0, record(AMOUNT, 1.0));
        append(columns, Map.of(), 1, record(AMOUNT, 1.0));

        Maintained done = maintain(Instant.now().minusSeconds(60)).orElseThrow();
        assertThat(done).isEqualTo(new Maintained(2, 1, 0, 3, 2, done.bytes(), 0, Map.of()));
        assertThat(lake.maintain("absent", TOPIC, value -> null, BIG, Instant.now()))
                .isEmpty();
    }

    private Optional<Maintained> maintain(Instant before) throws IOException {
        return lake.maintain(TABLE, TOPIC, value -> null, BIG, before);
    }

    private long dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(warehouse)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        }
    }

    @Test
    void aFieldMayNotTakeTheNameOfAnotherColumn() {
        List<Schema> taken = List.of(schema("{'name':'kafka_offset','type':'long'}"));

        assertThatThrownBy(() -> lake.toWrite(TABLE, TOPIC, taken))
                .hasMessageContaining("topic payments: its schema Payment has a field \"kafka_offset\"");
    }
}
