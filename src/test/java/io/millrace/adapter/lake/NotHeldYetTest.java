package io.millrace.adapter.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flink.Counters;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.flink.streaming.api.operators.StreamFilter;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.SchemaParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotHeldYetTest {
    private static final Schema KNOWN =
            SchemaBuilder.record("Payment").fields().requiredString("id").endRecord();
    private static final Schema NEWER = SchemaBuilder.record("Payment")
            .fields()
            .requiredString("id")
            .requiredString("channel")
            .endRecord();

    private final RowMaker rows = new RowMaker("payments", SchemaParser.toJson(RecordColumns.of("payments", KNOWN)));

    @Test
    void countsOfTheRowsThatItLetsOnThoseWhoseFieldsHaveNoColumn() throws Exception {
        GenericRecord known = new GenericRecordBuilder(KNOWN).set("id", "1").build();
        GenericRecord newer = new GenericRecordBuilder(NEWER)
                .set("id", "1")
                .set("channel", "web")
                .build();
        Counters counters = new Counters();
        try (var harness = new OneInputStreamOperatorTestHarness<RowData, RowData>(
                new StreamFilter<>(new NotHeldYet(Map.of(0, 2L))))) {
            counters.serve(harness);
            harness.open();
            harness.processElement(row(0, 1, newer, null));
            harness.processElement(row(0, 2, known, null));
            harness.processElement(row(0, 3, newer, null));
            harness.processElement(row(1, 0, newer, null));
            harness.processElement(row(1, 1, null, "NOT_AVRO: too short"));

            assertThat(harness.extractOutputValues())
                    .extracting(row -> row.getLong(RecordColumns.OFFSET_AT))
                    .containsExactly(2L, 3L, 0L, 1L);
        }
        assertThat(counters.of("lacking_columns")).isEqualTo(2);
    }

    private StreamRecord<RowData> row(
            int partition, long offset, @Nullable GenericRecord record, @Nullable String problem) {
        return new StreamRecord<>(rows.row(partition, offset, 0, null, new byte[] {1}, null, record, problem));
    }
}
