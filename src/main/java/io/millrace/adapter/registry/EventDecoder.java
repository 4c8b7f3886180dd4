package io.millrace.adapter.registry;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.Source;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Decodes and validates the records of one source. Each record becomes one event, or one dead letter with the first reason that
 * applies, in the order of the checks: size, wire format, schema, Avro, then the {@link EventRules}.
 *
 * <p>Where the source declares deletes, a tombstone, which is a record with a null value, becomes a deletion of the event whose id is the text of its key.
 *
 * <p>While the registry gives no answer, {@link #decode} waits (see {@link Patience}).
 */
public final class EventDecoder implements RecordDecoder<Event> {
    private final Source source;
    private final SchemaCache<WriterView> views;
    private final EventRules rules;
    private final AvroBytes bytes = new AvroBytes();

    EventDecoder(Source source, Registry registry, Patience patience, RegistryTime time) {
        this.source = source;
        Schema declared = new Schema.Parser().parse(source.schema());
        this.views =
                new SchemaCache<>(registry, patience, time, writer -> WriterView.of(writer, declared, source.type()));
        this.rules = new EventRules(source);
    }

    /** A decoder that asks the registry of the settings. */
    public static EventDecoder open(Source source, Settings settings) {
        RegistryTime time = RegistryTime.system();
        Patience patience = new Patience(settings.duration(Setting.REGISTRY_RETRY_TOTAL), time);
        return new EventDecoder(source, ConfluentRegistry.open(settings), patience, time);
    }

    @Override
    public Arrival<Event> decode(
            int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        String id = null;
        try {
            if (value == null && source.deletes()) {
                id = rules.id(key);
                return Arrival.deletion(Event.toDelete(source.index(), partition, offset, timestamp, id), timestamp);
            }
            byte[] record = present(value);
            int schemaId = WireFormat.schemaId(record);
            WriterView view = views.of(schemaId);
            bytes.reset(record, WireFormat.HEADER);
            Row row = view.read(bytes);
            id = rules.id(row);
            long time = rules.check(row, timestamp);
            Event event = new Event(
                    source.index(),
                    partition,
                    offset,
                    timestamp,
                    schemaId,
                    id,
                    time,
                    row.nulls,
                    row.bits,
                    row.strings,
                    row.vectors);
            return Arrival.of(event, time, shortKey(key), record);
        } catch (MalformedException e) {
            return Arrival.dead(deadLetter(partition, offset, timestamp, key, value, id, e));
        }
    }

    private byte[] present(byte @Nullable [] value) {
        if (value == null || value.length == 0) {
            throw new MalformedException(Reason.EMPTY, "the record has no value; expected an event");
        }
        if (value.length > source.largest()) {
            throw new MalformedException(
                    Reason.OVERSIZED,
                    "the value has " + value.length + " bytes; at most " + source.largest() + " are declared");
        }
        return value;
    }

    private DeadLetter deadLetter(
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable String id,
            MalformedException why) {
        boolean oversized = value != null && value.length > source.largest();
        return new DeadLetter(
                source.name(),
                source.topic(),
                partition,
                offset,
                timestamp,
                why.reason(),
                why.detail(),
                id,
                shortKey(key),
                oversized ? null : value);
    }

    private byte @Nullable [] shortKey(byte @Nullable [] key) {
        return key != null && key.length > source.largest() ? null : key;
    }
}
