package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureRowTest {
    private static final Schema SCHEMA = SchemaBuilder.record("Row")
            .fields()
            .requiredString("id")
            .requiredLong("time")
            .requiredDouble("a")
            .requiredDouble("b")
            .endRecord();

    private static byte[] bytes(long time) {
        return FeatureRow.bytes("t-ü".getBytes(StandardCharsets.UTF_8), time, new double[] {1.5, -2});
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 63, 64, -1, 1_700_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void isAvro(long time) throws IOException {
        GenericRecord record = new GenericDatumReader<GenericRecord>(SCHEMA)
                .read(null, DecoderFactory.get().binaryDecoder(bytes(time), null));

        assertThat(record.get("id")).hasToString("t-ü");
        assertThat(record.get("time")).isEqualTo(time);
        assertThat(record.get("a")).isEqualTo(1.5);
        assertThat(record.get("b")).isEqualTo(-2.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1_700_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void isReadAsItWasWritten(long time) {
        FeatureRow row = FeatureRow.read(bytes(time));

        assertThat(row.id()).isEqualTo("t-ü");
        assertThat(row.time()).isEqualTo(time);
        assertThat(row.size()).isEqualTo(2);
        assertThat(row.feature(1)).isEqualTo(-2);
    }

    @Test
    void refusesBytesThatEndTooEarly() {
        assertThatThrownBy(() -> FeatureRow.read(Arrays.copyOf(bytes(0), 3)))
                .isInstanceOf(BufferUnderflowException.class);
    }
}
