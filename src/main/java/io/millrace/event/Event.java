package io.millrace.event;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One valid event of one source: its used fields in typed slots (see {@link EventType}), its event time and its place in Kafka.
 *
 * <p>Numbers stay primitive: a slot's bits are the long value, or the IEEE 754 bits of a double. Not changed after
 * it was built, so that it can be shared between operators of one chain.
 */
public final class Event {
    /** Of an event whose source has no vectors in use. */
    public static final @Nullable NumberVector[] NO_VECTORS = {};

    private final int source;
    private final int partition;
    private final long offset;
    private final long timestamp;
    private final int schemaId;
    private final String id;
    private final long time;
    private final long nulls;
    private final long[] bits;
    private final @Nullable String[] strings;
    private final @Nullable NumberVector[] vectors;

    /**
     * An event without vectors.
     *
     * @param source index of the source in the pipeline
     * @param partition Kafka partition, or 0 for events of a file
     * @param offset Kafka offset, or the row number for events of a file
     * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1 where there is none
     * @param schemaId id of the writer's schema in the registry, or -1 for events of a file
     * @param id the business id
     * @param time event time in epoch milliseconds
     * @param nulls bit i is set when slot i is null
     * @param bits a value for each slot; unused for strings
     * @param strings a value for each slot; null for slots of other kinds
     */
    public Event(
            int source,
            int partition,
            long offset,
            long timestamp,
            int schemaId,
            String id,
            long time,
            long nulls,
            long[] bits,
            @Nullable String[] strings) {
        this(source, partition, offset, timestamp, schemaId, id, time, nulls, bits, strings, NO_VECTORS);
    }

    /**
     * An event.
     *
     * @param bits a value for each slot; unused for strings and vectors
     * @param vectors a value for each slot, null for slots of other kinds; {@link #NO_VECTORS} where no slot has one
     */
    public Event(
            int source,
            int partition,
            long offset,
            long timestamp,
            int schemaId,
            String id,
            long time,
            long nulls,
            long[] bits,
            @Nullable String[] strings,
            @Nullable NumberVector[] vectors) {
        this.source = source;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.schemaId = schemaId;
        this.id = id;
        this.time = time;
        this.nulls = nulls;
        this.bits = bits;
        this.strings = strings;
        this.vectors = vectors;
    }

    /**
     * What stands for an event to be deleted, of which only the id is known: it has no slots, and its place and time are those of the record that asks for it.
     *
     * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1
     */
    public static Event toDelete(int source, int partition, long offset, long timestamp, String id) {
        return new Event(
                source, partition, offset, timestamp, -1, id, timestamp, 0, new long[0], new @Nullable String[0]);
    }

    /**
     * The same event with vectors in slots that were null, and other slots made null.
     *
     * @param added a value for each slot, null where nothing is added
     * @param dropped bit i is set when slot i becomes null
     */
    public Event with(@Nullable NumberVector[] added, long dropped) {
        long without = nulls | dropped;
        @Nullable String[] texts = strings.clone();
        @Nullable NumberVector[] all = vectors.length == 0 ? new @Nullable NumberVector[bits.length] : vectors.clone();
        for (int slot = 0; slot < bits.length; slot++) {
            if ((dropped >>> slot & 1) != 0) {
                texts[slot] = null;
            }
            if (added[slot] != null) {
                all[slot] = added[slot];
                without &= ~(1L << slot);
            }
        }
        return new Event(source, partition, offset, timestamp, schemaId, id, time, without, bits, texts, all);
    }

    /** The same event with each of its texts, but for its id, as a function gives it. */
    public Event with(UnaryOperator<String> replaced) {
        @Nullable String[] texts = strings.clone();
        for (int slot = 0; slot < texts.length; slot++) {
            String text = texts[slot];
            texts[slot] = text == null ? null : replaced.apply(text);
        }
        return new Event(source, partition, offset, timestamp, schemaId, id, time, nulls, bits, texts, vectors);
    }

    /** The same event at another place among events of its time. */
    public Event at(int otherPartition, long otherOffset) {
        return new Event(
                source, otherPartition, otherOffset, timestamp, schemaId, id, time, nulls, bits, strings, vectors);
    }

    public int source() {
        return source;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    public long timestamp() {
        return timestamp;
    }

    public int schemaId() {
        return schemaId;
    }

    public String id() {
        return id;
    }

    /** Event time in epoch milliseconds. */
    public long time() {
        return time;
    }

    public int slots() {
        return bits.length;
    }

    public boolean isNull(int slot) {
        return (nulls >>> slot & 1) != 0;
    }

    /** The null mask: bit i is set when slot i is null. */
    public long nulls() {
        return nulls;
    }

    /** The value of a LONG, TIMESTAMP or BOOLEAN slot; undefined where {@link #isNull}. */
    public long longAt(int slot) {
        return bits[slot];
    }

    /** The value of a DOUBLE slot; undefined where {@link #isNull}. */
    public double doubleAt(int slot) {
        return Double.longBitsToDouble(bits[slot]);
    }

    /** The value of a STRING slot, or null. */
    public @Nullable String stringAt(int slot) {
        return strings[slot];
    }

    /** The value of a FLOATS or DOUBLES slot, or null. */
    public @Nullable NumberVector vectorAt(int slot) {
        return vectors.length == 0 ? null : vectors[slot];
    }

    /** Whether a slot may have a vector. */
    public boolean hasVectors() {
        return vectors.length > 0;
    }

    /** The value of a slot as a key: a string as it is, a number in decimal digits. The slot must not be null. */
    public String keyAt(int slot) {
        String string = strings[slot];
        return string != null ? string : Long.toString(bits[slot]);
    }

    /** The value of several slots as one key, joined such that different values give different keys. */
    public String keyAt(List<Integer> slots) {
        if (slots.size() == 1) {
            return keyAt(slots.get(0));
        }
        StringBuilder key = new StringBuilder();
        for (int slot : slots) {
            String part = keyAt(slot);
            key.append(part.length()).append(':').append(part);
        }
        return key.toString();
    }
}
