package io.millrace.adapter.lake;

import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.TaskWriter;

/** A table of payments on real Iceberg with its embedded catalogue, rows written by Iceberg's writers of Flink. */
public final class PaymentsTable implements AutoCloseable {
    public static final String TOPIC = "payments";
    public static final String TABLE = "events_payments";
    public static final long NOON = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
    /** The most bytes of a file that maintenance writes. */
    static final long BIG = 1 << 20;

    private final Lake lake;

    public PaymentsTable(Path warehouse) {
        lake = open("card-fraud", warehouse);
    }

    static Lake open(String pipeline, Path warehouse) {
        return Lake.open(pipeline, settings(Map.of("lake.warehouse", warehouse.toString())));
    }

    static Settings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                "broker:9092",
                "registry.url",
                "http://registry",
                "models.store",
                "/models"));
        all.putAll(more);
        return Settings.of(all);
    }

    /** @param fields in JSON with apostrophes for quotation marks */
    public static Schema schema(String fields) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Payment\",\"fields\":[" + fields.replace('\'', '"') + "]}");
    }

    public static GenericRecord record(Schema schema, Object... fields) {
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < fields.length; i++) {
            record.put(i, fields[i]);
        }
        return record;
    }

    public Lake lake() {
        return lake;
    }

    Table table() {
        return lake.table(TABLE).orElseThrow();
    }

    /** Commits rows as one file for each partition. */
    public void append(Map<String, String> summary, List<RowData> rows) throws IOException {
        append(table(), summary, rows);
    }

    /**
     * The same with older columns.
     *
     * @param before the table as it was
     */
    void append(Table before, Map<String, String> summary, List<RowData> rows) throws IOException {
        RowDataTaskWriterFactory factory = new RowDataTaskWriterFactory(
                before,
                FlinkSchemaUtil.convert(before.schema()),
                Long.MAX_VALUE,
                FileFormat.PARQUET,
                Map.of(),
                null,
                false);
        factory.initialize(0, 0);
        AppendFiles append = table().newAppend();
        try (TaskWriter<RowData> writer = factory.create()) {
            for (RowData row : rows) {
                writer.write(row);
            }
            for (DataFile file : writer.complete().dataFiles()) {
                append.appendFile(file);
            }
        }
        summary.forEach(append::set);
        append.commit();
    }

    /** All rows by their offset. */
    public Map<Long, Record> rows() throws IOException {
        Map<Long, Record> rows = new TreeMap<>();
        try (CloseableIterable<Record> all = IcebergGenerics.read(table()).build()) {
            all.forEach(row -> rows.put((Long) row.getField("kafka_offset"), row.copy()));
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        lake.close();
    }
}
