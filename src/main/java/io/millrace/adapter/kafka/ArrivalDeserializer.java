package io.millrace.adapter.kafka;

import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes each record where it is read: one arrival for one record, always. */
final class ArrivalDeserializer<T> implements KafkaRecordDeserializationSchema<Arrival<T>> {
    private static final long serialVersionUID = 1;

    private final Opener<RecordDecoder<T>> opener;
    private final TypeInformation<Arrival<T>> type;
    private transient @Nullable RecordDecoder<T> decoder;

    ArrivalDeserializer(Opener<RecordDecoder<T>> opener, TypeInformation<Arrival<T>> type) {
        this.opener = opener;
        this.type = type;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        decoder = opener.open();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival<T>> out) {
        RecordDecoder<T> opened = decoder;
        if (opened == null) {
            throw new IllegalStateException("a deserializer is opened before it is used");
        }
        out.collect(
                opened.decode(record.partition(), record.offset(), record.timestamp(), record.key(), record.value()));
    }

    @Override
    public TypeInformation<Arrival<T>> getProducedType() {
        return type;
    }
}
