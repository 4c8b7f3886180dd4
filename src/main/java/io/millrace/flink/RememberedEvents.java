package io.millrace.flink;

import io.millrace.event.Binary;
import io.millrace.event.Event;
import io.millrace.event.EventCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * The accepted event of each id, where the source declares deletes; where it does not, nothing is remembered, and what was remembered under an earlier definition leaves with its id.
 *
 * <p>Bytes of an event: the number of the definition that it was written under, the version of the event's bytes, the event. The fields of each definition go into checkpoints beside them, so that an
 * event comes back in the slots of the one at hand; and the shortest time for which any definition since then has kept rows to delete from, so that no event is given whose row may be gone. All methods but {@link #snapshot} concern the key at hand.
 */
final class RememberedEvents {
    /** The name of the state that says which fields are remembered. */
    static final String FIELDS = "fields";

    private static final String END = "\n";

    private final int source;
    private final List<String> fields;
    private final boolean isDeletable;
    private final ValueState<byte[]> events;
    private final ListState<String> fieldState;
    private final TreeMap<Integer, Written> known = new TreeMap<>();
    private final int current;
    private final EventCodec codec = new EventCodec();
    private final DataOutputSerializer out = new DataOutputSerializer(128);

    /**
     * Restores what was remembered.
     *
     * @param source index of the source
     * @param fields as {@link EventSlots#fields} gives them
     * @param isDeletable whether the source declares deletes
     * @param span how far behind the watermark an event may be deleted, in milliseconds
     */
    RememberedEvents(
            FunctionInitializationContext context, int source, List<String> fields, boolean isDeletable, long span)
            throws Exception {
        this.source = source;
        this.fields = fields;
        this.isDeletable = isDeletable;
        this.events = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("event", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.fieldState =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>(FIELDS, Types.STRING));
        for (String written : fieldState.get()) {
            List<String> parts = List.of(written.split(END, -1));
            long before = Long.parseLong(parts.get(1));
            known.put(Integer.valueOf(parts.get(0)), new Written(Math.min(before, span), fields(written)));
        }
        Written atHand = new Written(span, fields);
        this.current = number(known, atHand);
        if (isDeletable) {
            known.put(current, atHand);
        }
    }

    /** The fields of events that were remembered under one definition, as its text in checkpoints has them. */
    static List<String> fields(String written) {
        List<String> parts = List.of(written.split(END, -1));
        return parts.subList(2, parts.size());
    }

    /**
     * What is known of a definition under which events were remembered.
     *
     * @param span the shortest one since then
     */
    private record Written(long span, List<String> fields) {
        Written {
            fields = List.copyOf(fields);
        }
    }

    /** The number of the definition at hand: the same in all subtasks, because all have read what all had written. */
    private static int number(NavigableMap<Integer, Written> known, Written atHand) {
        return known.entrySet().stream()
                .filter(entry -> entry.getValue().equals(atHand))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> known.isEmpty() ? 0 : known.lastKey() + 1);
    }

    void snapshot() throws Exception {
        List<String> written = new ArrayList<>();
        known.forEach((number, before) ->
                written.add(number + END + before.span() + END + String.join(END, before.fields())));
        fieldState.update(written);
    }

    void remember(Event event) throws Exception {
        if (isDeletable) {
            out.clear();
            Binary.writeLong(current, out);
            out.writeByte(codec.version());
            codec.write(event, out);
            events.update(out.getCopyOfBuffer());
        }
    }

    /**
     * Gives the event and remembers it no longer; null where none is remembered, or its row may be gone.
     *
     * @param watermark how far event time has come
     */
    @Nullable
    Event take(long watermark) throws Exception {
        byte @Nullable [] bytes = known.isEmpty() ? null : events.value();
        if (bytes == null) {
            return null;
        }
        events.clear();
        return read(new DataInputDeserializer(bytes), watermark);
    }

    private @Nullable Event read(DataInputDeserializer in, long watermark) throws IOException {
        int number = Binary.readInt(in);
        Event event = codec.read(in, in.readByte());
        Written written = known.get(number);
        if (written == null) {
            throw new IllegalStateException("an event is remembered under definition " + number
                    + ", which the savepoint does not describe; it describes " + known.keySet());
        }
        if (event.time() + written.span() < watermark) {
            return null;
        }
        return number == current
                ? event
                : EventSlots.event(event, source, EventSlots.positions(fields, written.fields()));
    }

    void forget() {
        if (!known.isEmpty()) {
            events.clear();
        }
    }
}
