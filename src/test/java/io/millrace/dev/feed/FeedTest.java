package io.millrace.dev.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.flink.CardEvents;
import io.millrace.pipeline.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FeedTest {
    @Test
    void anEventBecomesARecordThatAvroReadsByTheDeclaredSchema() throws IOException {
        Source source = CardEvents.PIPELINE.scored();
        EventType type = source.type();
        Event event = CardEvents.transaction("7", "customer", "terminal", 12.5, CardEvents.START, 0, 1)
                .event();

        ProducerRecord<byte[], byte[]> record =
                new EventRecords(source, List.of(type.slot("customer_id")), 258).record(event);

        assertThat(record.topic()).isEqualTo("transactions");
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("customer");
        assertThat(record.value()).startsWith(0, 0, 0, 1, 2);
        ByteArrayInputStream body = new ByteArrayInputStream(record.value(), 5, record.value().length - 5);
        GenericRecord read = new GenericDatumReader<GenericRecord>(new Schema.Parser().parse(source.schema()))
                .read(null, DecoderFactory.get().directBinaryDecoder(body, null));
        assertThat(read.get("transaction_id")).hasToString("7");
        assertThat(read.get("event_time")).isEqualTo(CardEvents.START);
        assertThat(read.get("amount")).isEqualTo(12.5);
        assertThat(body.available()).isZero();
    }
}
