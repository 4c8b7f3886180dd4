package io.millrace.adapter.kafka;

import io.millrace.event.Opener;
import io.millrace.governance.RecordCopier;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Copies each record where it is read: one copy for one record, always. */
final class CopyDeserializer<T> implements KafkaRecordDeserializationSchema<T> {
    private static final long serialVersionUID = 1;

    private final Opener<RecordCopier<T>> opener;
    private final TypeInformation<T> type;
    private transient @Nullable RecordCopier<T> copier;

    CopyDeserializer(Opener<RecordCopier<T>> opener, TypeInformation<T> type) {
        this.opener = opener;
        this.type = type;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        copier = opener.open();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
        RecordCopier<T> opened = copier;
        if (opened == null) {
            throw new IllegalStateException("a deserializer is opened before it is used");
        }
        out.collect(opened.copy(record.partition(), record.offset(), record.timestamp(), record.key(), record.value()));
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
