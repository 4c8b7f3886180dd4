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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that change while a job writes, on real Iceberg: a value is the place of its schema in {@link #WRITERS}, then Avro. */
class EvolvingSchemasTest {

    private static final Schema FIRST = schema("{'name':'amount','type':'int'},"
            + "{'name':'shop','type':{'type':'record','name':'Shop','fields':[{'name':'id','type':'string'}]}}");
    private static final Schema WIDER = schema("{'name':'amount','type':'long'},"
            + "{'name':'shop','type':{'type':'record','name':'Shop','fields':"
            + "[{'name':'id','type':'string'},{'name':'city','type':['null','string'],'default':null}]}},"
            + "{'name':'tags','type':{'type':'array','items':'string'}}");
    private static final Schema TEXT = schema("{'name':'amount','type':'string'},{'name':'note','type':'string'}");
    private static final Schema ODD =
            schema("{'name':'amount','type':['int','string']},{'name':'kafka_offset','type':'long'}");
    private static final List<Schema> WRITERS = List.of(FIRST, WIDER, TEXT, ODD);

    private final PaymentsTable payments;
    private final Lake lake;

    EvolvingSchemasTest(@TempDir Path directory) {
        payments = new PaymentsTable(directory.resolve("lake"));
        lake = payments.lake();
    }

    @AfterEach
    void close() throws IOException {
        payments.close();
    }

    private static GenericRecord first(int amount) {
        return record(FIRST, amount, record(FIRST.getField("shop").schema(), "7"));
    }

    private static GenericRecord wider(long amount, String city) {
        return record(WIDER, amount, record(WIDER.getField("shop").schema(), "7", city), List.of("a", "b"));
    }

    private static byte[] bytes(GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            encoder.writeInt(WRITERS.indexOf(record.getSchema()));
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static GenericRecord read(byte[] value) {
        try {
            var decoder = DecoderFactory.get().binaryDecoder(value, null);
            return new GenericDatumReader<GenericRecord>(WRITERS.get(decoder.readInt())).read(null, decoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A job with its table as it was when the job started. */
    private final class Job {
        private final Table table = payments.table();
        private final RowMaker rows = new RowMaker(TOPIC, SchemaParser.toJson(table.schema()));

        RowData row(long offset, GenericRecord record) {
            int id = WRITERS.indexOf(record.getSchema());
            return rows.row(0, offset, NOON, new byte[] {1}, bytes(record), id, record, null);
        }

        RowData broken(long offset) {
            return rows.row(0, offset, -1, null, new byte[] {9}, null, null, "NOT_AVRO: too short");
        }

        void append(RowData... records) throws IOException {
            payments.append(table, Map.of(), List.of(records));
        }
    }

    private Job start(Schema... schemas) {
        lake.toWrite(TABLE, TOPIC, List.of(schemas));
        return new Job();
    }

    private Maintained maintain() throws IOException {
        return lake.maintain(TABLE, TOPIC, EvolvingSchemasTest::read, BIG, Instant.EPOCH)
                .orElseThrow();
    }

    private static Object unreadable(Record row) {
        return row.getField("kafka_unreadable");
    }

    private static final String LACKING =
            "column amount is int, the writer's field is LONG; column shop.city is not there; column tags is not there";

    @Test
    void fieldsThatComeWhileAJobRunsAreSaidAndMaintenanceFillsThemIn() throws IOException {
        Job job = start(FIRST);
        job.append(job.row(0, first(5)), job.row(1, wider(1L << 40, "Oslo")), job.broken(2));
        assertThat(unreadable(payments.rows().get(1L))).isEqualTo(LACKING);
        assertThat(((Record) payments.rows().get(1L).getField("shop")).getField("id"))
                .as("what has a column is there")
                .isEqualTo("7");
        List<String> before = places();

        Maintained done = maintain();

        assertThat(done.completed()).isEqualTo(1);
        assertThat(done.lacking()).isEmpty();
        assertThat(places()).as("Kafka's records").isEqualTo(before);
        Map<Long, Record> rows = payments.rows();
        assertThat(rows.get(0L).getField("amount")).isEqualTo(5L);
        assertThat(rows.get(0L).getField("tags")).isNull();
        Record wider = rows.get(1L);
        assertThat(unreadable(wider)).isNull();
        assertThat(wider.getField("amount")).isEqualTo(1L << 40);
        assertThat(((Record) wider.getField("shop")).getField("city")).isEqualTo("Oslo");
        assertThat(wider.getField("tags")).isEqualTo(List.of("a", "b"));
        assertThat(wider.getField("kafka_schema_id")).isEqualTo(1);
        assertThat(wider.getField("kafka_timestamp")).hasToString("2024-05-01T12:00Z");
        assertThat(unreadable(rows.get(2L))).isEqualTo("NOT_AVRO: too short");

        long snapshot = snapshot();
        assertThat(maintain().completed()).as("again: nothing to do").isZero();
        assertThat(snapshot()).isEqualTo(snapshot);
    }

    private long snapshot() {
        return lake.toRead(TABLE).orElseThrow().snapshot().orElseThrow();
    }

    private List<String> places() throws IOException {
        List<String> places = new ArrayList<>();
        lake.toRead(TABLE)
                .orElseThrow()
                .read((partition, offset, timestamp, key, value) -> places.add(partition + " " + offset + " "
                        + timestamp + " " + Arrays.toString(key) + " " + Arrays.toString(value)));
        return places.stream().sorted().toList();
    }

    @Test
    void theJobGoesOnWithTheColumnsOfItsStartAndTheNextOneHasThemAll() throws IOException {
        Job job = start(FIRST);
        job.append(job.row(0, wider(1, "Oslo")));
        assertThat(maintain().completed()).isEqualTo(1);

        job.append(job.row(1, first(2)), job.row(2, wider(3, "Bergen")));
        assertThat(payments.rows().values().stream().map(row -> row.getField("amount")))
                .containsExactly(1L, 2L, null);
        assertThat(maintain().completed()).isEqualTo(1);
        assertThat(payments.rows().values().stream().map(row -> row.getField("amount")))
                .containsExactly(1L, 2L, 3L);

        Job next = start(FIRST);
        next.append(next.row(3, wider(4, "Moss")), next.row(4, first(5)));
        assertThat(payments.rows().values().stream().map(EvolvingSchemasTest::unreadable))
                .containsOnlyNulls();
        assertThat(payments.rows().values().stream().map(row -> row.getField("amount")))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void whatNoColumnCanHoldStaysInTheBytesAndIsCounted() throws IOException {
        Job job = start(FIRST);
        job.append(
                job.row(0, record(TEXT, "much", "hello")),
                job.row(1, record(TEXT, "more", "again")),
                job.row(2, record(ODD, 1, 7L)));

        Maintained done = maintain();

        assertThat(done.completed()).as("the notes, not the amounts").isEqualTo(2);
        assertThat(done.lacking())
                .isEqualTo(Map.of(
                        "column amount is int, the writer's field is STRING",
                        2L,
                        "column amount is int, the writer's field is UNION; column kafka_offset is not there",
                        1L));
        assertThat(payments.rows().get(1L).getField("note")).isEqualTo("again");
        assertThat(payments.rows().get(2L).getField("kafka_offset")).isEqualTo(2L);
        long snapshot = snapshot();
        assertThat(maintain().completed()).isZero();
        assertThat(snapshot()).as("what can't be completed is not rewritten").isEqualTo(snapshot);
    }

    @Test
    void aWriterThatCantBeReadAnyMoreLeavesItsRowsAsTheyAre() throws IOException {
        Job job = start(FIRST);
        job.append(job.row(0, wider(1, "Oslo")), job.row(1, first(2)));

        Maintained done =
                lake.maintain(TABLE, TOPIC, value -> null, BIG, Instant.EPOCH).orElseThrow();

        assertThat(done.completed()).isZero();
        assertThat(done.lacking()).isEqualTo(Map.of(LACKING, 1L));
        assertThat(payments.rows().get(1L).getField("amount")).isEqualTo(2);
    }

    @Test
    void schemasInBetweenGiveColumnsAsFarAsTheyFitAndTheNewestMustFit() throws IOException {
        Job job = start(FIRST, TEXT, ODD, WIDER);
        job.append(job.row(0, wider(1, "Oslo")), job.row(1, record(TEXT, "much", "hello")));

        assertThat(unreadable(payments.rows().get(0L))).isNull();
        assertThat(payments.rows().get(1L).getField("note")).isEqualTo("hello");
        assertThat(unreadable(payments.rows().get(1L)))
                .isEqualTo("column amount is long, the writer's field is STRING");

        assertThatThrownBy(() -> start(FIRST, WIDER, TEXT))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("its columns can't hold the schema Payment of topic payments: ")
                .hasMessageContaining("amount")
                .hasMessageContaining("give the changed field another name");
    }

    @Test
    void columnsComeAlthoughTheJobCommitsWhileTheyAreFound() throws IOException {
        Job job = start(FIRST);
        Table asItWas = payments.table();
        job.append(job.row(0, wider(1, "Oslo")));
        AtomicInteger looks = new AtomicInteger();
        Table disturbed = (Table) Proxy.newProxyInstance(
                Table.class.getClassLoader(), new Class<?>[] {Table.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(asItWas, arguments);
                    if (method.getName().equals("updateSchema") && looks.incrementAndGet() <= 2) {
                        job.append(job.row(looks.get(), first(looks.get())));
                    }
                    return answer;
                });

        new EvolvingColumns(disturbed, TOPIC).hold(WIDER);

        assertThat(looks).as("two times others were faster").hasValue(3);
        assertThat(payments.table().schema().findField("tags")).isNotNull();
        assertThat(payments.rows()).as("what the job wrote meanwhile").containsOnlyKeys(0L, 1L, 2L);
    }

    @Test
    void recordsAndWhatIsNoRecordDontBecomeEachOther() throws IOException {
        Schema flat = schema("{'name':'shop','type':'string'},{'name':'amount','type':{'type':'array','items':'int'}}");
        Job job = start(FIRST, flat, FIRST);
        job.append(job.row(0, first(1)));
        assertThat(payments.rows().get(0L).getField("amount")).isEqualTo(1);

        assertThatThrownBy(() -> start(FIRST, flat))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("its columns can't hold the schema Payment of topic payments: ");
    }
}
