package io.millrace.adapter.registry;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.governance.Reason;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads all fields of any record, by its writer's schema. No contents make it throw. For one thread.
 *
 * <p>While the registry gives no answer, {@link #read} waits (see {@link Patience}).
 */
public final class RecordReader {
    private final SchemaCache<GenericDatumReader<GenericRecord>> readers;
    private final StrictDecoder decoder = new StrictDecoder();

    RecordReader(Registry registry, Patience patience, RegistryTime time) {
        this.readers = new SchemaCache<>(registry, patience, time, RecordReader::reader);
    }

    /** A reader that asks the registry of the settings. */
    public static RecordReader open(Settings settings) {
        RegistryTime time = RegistryTime.system();
        Patience patience = new Patience(settings.duration(Setting.REGISTRY_RETRY_TOTAL), time);
        return new RecordReader(ConfluentRegistry.open(settings), patience, time);
    }

    private static GenericDatumReader<GenericRecord> reader(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            throw new MalformedException(
                    Reason.INCOMPATIBLE_SCHEMA, "it is a " + writer.getType().getName() + "; expected a record");
        }
        return new GenericDatumReader<>(writer, writer, new GenericData());
    }

    /** Reads a record's value. */
    public ReadRecord read(byte @Nullable [] value) {
        if (value == null) {
            return new ReadRecord(null, null, null);
        }
        Integer schemaId = null;
        try {
            schemaId = WireFormat.schemaId(value);
            return new ReadRecord(schemaId, record(readers.of(schemaId), value), null);
        } catch (MalformedException e) {
            return new ReadRecord(schemaId, null, e.reason() + ": " + e.detail());
        }
    }

    private GenericRecord record(GenericDatumReader<GenericRecord> reader, byte[] value) {
        decoder.reset(value, WireFormat.HEADER);
        GenericRecord record;
        try {
            record = reader.read(null, decoder);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | StackOverflowError e) {
            throw MalformedException.notAvro(
                    "the bytes do not fit the writer's schema (" + e.getClass().getSimpleName() + ")");
        }
        if (decoder.remaining() > 0) {
            throw MalformedException.notAvro(decoder.remaining() + " bytes are left over after the record");
        }
        return record;
    }
}
