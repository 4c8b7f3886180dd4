package io.millrace.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.RowEvents;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class EventRecordsTest {
    private static final Row ROW = new Row(
            0,
            Map.of("TRANSACTION_ID", 0, "TX_DATETIME", 1, "CUSTOMER_ID", 2, "TERMINAL_ID", 3, "TX_AMOUNT", 4),
            List.of("77", "2018-04-01 00:00:31", "596", "3156", "57.16"));

    @Test
    void areReadBackByAvroAsTheRowHadThem() throws Exception {
        Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(Path.of("jobs/card-fraud")));
        Source source = pipeline.scored();

        var record = new EventRecords(source, 0x01020304)
                .record(Objects.requireNonNull(
                        new RowEvents(source, "rows").read(ROW).event()));

        assertThat(record.topic()).isEqualTo("transactions");
        assertThat(record.key()).isEqualTo("77".getBytes(StandardCharsets.UTF_8));
        ByteBuffer value = ByteBuffer.wrap(record.value());
        assertThat(value.get()).isZero();
        assertThat(value.getInt()).isEqualTo(0x01020304);
        GenericRecord read = avro(source, record.value());
        assertThat(read.get("transaction_id")).hasToString("77");
        assertThat(read.get("event_time")).isEqualTo(1522540831000L);
        assertThat(read.get("customer_id")).hasToString("596");
        assertThat(read.get("amount")).isEqualTo(57.16);
    }

    private static GenericRecord avro(Source source, byte[] value) throws Exception {
        Schema schema = new Schema.Parser().parse(source.schema());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
    }
}
