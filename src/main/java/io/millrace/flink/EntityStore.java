package io.millrace.flink;

import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.LayoutText;
import io.millrace.feature.state.RowRoom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The states of a feature set's entities in Flink's keyed state: a small value for each entity, and its older rows in chunks beside it.
 *
 * <p>Entities that were used lately stay in memory, decoded, with as many of their newest chunks as there is room for, and are written when they make room for others and before each checkpoint. An event of one of them costs
 * no access to the state backend. Which one makes room is found by the clock algorithm (Corbató, A Paging Experiment with the Multics System, 1968): a hand goes round, and takes the first one that was not
 * used since it came by. So a use sets a flag, and moves nothing in a list. Used by one thread.
 */
final class EntityStore {
    private final FeatureSetEvaluator evaluator;
    private final EntityForm form;
    private final KnownLayouts layouts;
    private final int inMemory;
    private final Supplier<?> currentKey;
    private final Consumer<String> keyContext;
    private final ValueState<byte[]> heads;
    private final RowRoom room;
    private final ColdRows cold;
    private final Map<String, Entry> entries = new HashMap<>();
    private final List<Entry> clock = new ArrayList<>();
    private int hand;
    /** The key of the entity at hand. */
    private String atHand = "";

    /**
     * @param options say how many entities and rows stay in memory
     * @param currentKey the key that Flink's state belongs to
     * @param keyContext sets it
     */
    EntityStore(
            KeyedStateStore store,
            FeatureSetEvaluator evaluator,
            KnownLayouts layouts,
            FeatureSetOptions options,
            Supplier<?> currentKey,
            Consumer<String> keyContext) {
        this.evaluator = evaluator;
        this.form = new EntityForm(layouts.current());
        this.layouts = layouts;
        this.inMemory = options.inMemory();
        this.room = new RowRoom(options.rowsInMemory());
        this.currentKey = currentKey;
        this.keyContext = keyContext;
        this.heads = store.getState(
                new ValueStateDescriptor<>("head", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        this.cold = new ColdState(store.getMapState(
                new MapStateDescriptor<>("rows", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
    }

    /** An entity in memory. */
    static final class Entry {
        private final String key;
        private final EntityState state;
        private int place;
        private boolean isUsed = true;
        private boolean isUnattended;
        private boolean isChanged;

        private Entry(String key, EntityState state, boolean isUnattended) {
            this.key = key;
            this.state = state;
            this.isUnattended = isUnattended;
        }

        EntityState state() {
            return state;
        }

        /** Whether no timer looks after the entity yet: nothing was known of it, or it had features of lifetime windows, which kept it for ever. */
        boolean isUnattended() {
            return isUnattended;
        }

        /** A timer looks after the entity from here on. */
        void attended() {
            isUnattended = false;
        }

        void changed() {
            isChanged = true;
        }
    }

    /** The entity that is at hand from here on. */
    Entry entry(String key) throws Exception {
        atHand = key;
        Entry entry = entries.get(key);
        if (entry == null) {
            entry = load(key);
            keep(entry);
        }
        entry.isUsed = true;
        return entry;
    }

    /**
     * The time of the place that an entity stands at, which is at hand from here on; it is not taken into memory.
     *
     * @return epoch milliseconds, not before its last event that was evaluated; {@link Long#MIN_VALUE} where nothing is known of it
     */
    long asOf(String key) throws IOException {
        atHand = key;
        Entry entry = entries.get(key);
        if (entry != null) {
            return entry.state().asOf().time();
        }
        enter();
        byte @Nullable [] bytes = heads.value();
        return bytes == null ? Long.MIN_VALUE : form.asOf(bytes);
    }

    /** Makes the entity at hand the one to which Flink's state belongs. Most events need no state of Flink's. */
    void enter() {
        if (!atHand.equals(currentKey.get())) {
            keyContext.accept(atHand);
        }
    }

    private void keep(Entry entry) throws Exception {
        entries.put(entry.key, entry);
        if (clock.size() < inMemory) {
            entry.place = clock.size();
            clock.add(entry);
        } else {
            entry.place = evict();
            clock.set(entry.place, entry);
        }
    }

    private Entry load(String key) throws Exception {
        enter();
        EntityState state = evaluator.emptyState(cold);
        byte @Nullable [] bytes = heads.value();
        if (bytes == null) {
            return new Entry(key, state, true);
        }
        int written = form.layoutOf(bytes);
        if (written == layouts.current()) {
            form.read(bytes, state);
            return new Entry(key, state, false);
        }
        LayoutText before = layouts.text(written);
        form.migrate(bytes, before, cold, state);
        Entry entry = new Entry(key, state, before.hasLifetime());
        entry.changed();
        return entry;
    }

    /** Lets an entity go that was not used lately, and returns its place. The hand stops behind it. */
    private int evict() throws Exception {
        while (clock.get(hand).isUsed) {
            clock.get(hand).isUsed = false;
            hand = (hand + 1) % clock.size();
        }
        Entry unused = clock.get(hand);
        hand = (hand + 1) % clock.size();
        if (unused.isChanged) {
            String current = atHand;
            write(unused);
            atHand = current;
        }
        entries.remove(unused.key);
        unused.state.release();
        return unused.place;
    }

    private void write(Entry entry) throws Exception {
        atHand = entry.key;
        enter();
        heads.update(form.write(entry.state));
        entry.isChanged = false;
    }

    /** Writes every entity that has changed. None is at hand afterwards. */
    void flush() throws Exception {
        for (Entry entry : clock) {
            if (entry.isChanged) {
                write(entry);
            }
        }
    }

    /** Removes the entity at hand, its older rows included. */
    void remove(String key) throws Exception {
        Entry gone = entry(key);
        gone.state().erase();
        entries.remove(key);
        Entry last = clock.remove(clock.size() - 1);
        if (last != gone) {
            clock.set(gone.place, last);
            last.place = gone.place;
        }
        hand = hand < clock.size() ? hand : 0;
        enter();
        heads.clear();
    }

    /** How many entities are in memory. */
    int size() {
        return entries.size();
    }

    /** How many bytes of older rows are in memory. */
    long bytesOfRows() {
        return room.taken();
    }

    /** The older rows of the entity at hand. */
    private final class ColdState implements ColdRows {
        private final MapState<Long, byte[]> chunks;

        ColdState(MapState<Long, byte[]> chunks) {
            this.chunks = chunks;
        }

        @Override
        public RowRoom room() {
            return room;
        }

        @Override
        public byte @Nullable [] read(long chunk) {
            enter();
            try {
                return chunks.get(chunk);
            } catch (Exception e) {
                throw failure("read", e);
            }
        }

        @Override
        public void write(long chunk, byte[] bytes) {
            enter();
            try {
                chunks.put(chunk, bytes);
            } catch (Exception e) {
                throw failure("written", e);
            }
        }

        @Override
        public void remove(long chunk) {
            enter();
            try {
                chunks.remove(chunk);
            } catch (Exception e) {
                throw failure("removed", e);
            }
        }

        private IllegalStateException failure(String what, Exception cause) {
            return new IllegalStateException("rows can't be " + what + ": the state backend failed", cause);
        }
    }
}
