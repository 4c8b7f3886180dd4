package io.millrace.adapter.registry;

import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.governance.RecordDecoder;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Decodes what Millrace wrote, of this or an earlier version: by Avro's resolution from the writer's schema to today's. */
final class OutputDecoder<T> implements RecordDecoder<T> {
    private final String source;
    private final String topic;
    private final Layout<T> layout;
    private final SchemaCache<GenericDatumReader<GenericRecord>> readers;
    private @Nullable BinaryDecoder reused;

    /** @param source the name that dead letters give as their source */
    OutputDecoder(
            String source, String topic, Layout<T> layout, Registry registry, Patience patience, RegistryTime time) {
        this.source = source;
        this.topic = topic;
        this.layout = layout;
        Schema reader = OutputSchemas.read(layout.schema());
        this.readers = new SchemaCache<>(registry, patience, time, writer -> reader(writer, reader));
    }

    private static GenericDatumReader<GenericRecord> reader(Schema writer, Schema reader) {
        if (SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
                != SchemaCompatibilityType.COMPATIBLE) {
            throw new MalformedException(
                    Reason.INCOMPATIBLE_SCHEMA, "the writer's schema can't be read as " + reader.getFullName());
        }
        return new GenericDatumReader<>(writer, reader);
    }

    @Override
    public Arrival<T> decode(
            int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        try {
            T output = output(value);
            return Arrival.of(output, layout.time(output));
        } catch (MalformedException e) {
            return Arrival.dead(new DeadLetter(
                    source, topic, partition, offset, timestamp, e.reason(), e.detail(), null, key, value));
        }
    }

    private T output(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            throw new MalformedException(Reason.EMPTY, "the record has no value; expected one that Millrace wrote");
        }
        GenericDatumReader<GenericRecord> reader = readers.of(WireFormat.schemaId(value));
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(value, WireFormat.HEADER, value.length - WireFormat.HEADER, reused);
        reused = decoder;
        try {
            T output = layout.read(reader.read(null, decoder));
            if (!decoder.isEnd()) {
                throw MalformedException.notAvro("bytes are left over after the record");
            }
            return output;
        } catch (IOException
                | AvroRuntimeException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | UnsupportedOperationException e) {
            throw MalformedException.notAvro("the bytes do not fit the writer's schema ("
                    + e.getClass().getSimpleName() + "), or a name in them is not known here");
        }
    }
}
