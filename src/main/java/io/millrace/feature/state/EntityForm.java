package io.millrace.feature.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@link EntityState}, version 2: the number of the layout, the place that the state is as of, then each log: rows, offsets seen, offsets forgotten, cursors, parts.
 * Each part is a section with its length, so that one that is not known any more is skipped. Where an erasure is remembered, the version is 3 and its time stands behind the place.
 */
public final class EntityForm {
    private static final int VERSION = 2;
    private static final int WITH_ERASURE = 3;

    private final int number;
    private final StateWriter writer = new StateWriter();
    private final StateReader reader = new StateReader();

    /** @param number of the layout, by which the reader finds its text; at least 0 */
    public EntityForm(int number) {
        this.number = number;
    }

    /** Writes a state, and puts its older rows to rest where they are not yet. */
    public byte[] write(EntityState state) {
        state.store();
        writer.clear();
        writer.writeByte(state.remembersErasure() ? WITH_ERASURE : VERSION);
        writer.writeUnsigned(number);
        Place asOf = state.asOf();
        writer.writeLong(asOf.time());
        writer.writeLong(asOf.partition());
        writer.writeLong(asOf.offset());
        if (state.remembersErasure()) {
            writer.writeLong(state.erasedUntil());
        }
        for (Log log : state.logs()) {
            write(log, asOf.time());
        }
        return writer.toBytes();
    }

    private void write(Log log, long base) {
        log.rows().write(base, writer);
        write(log.seen());
        write(log.forgotten());
        for (int edge = 0; edge < log.layout().edgeCount(); edge++) {
            log.cursor(edge).write(log.rows(), writer);
        }
        for (int part = 0; part < log.parts().length; part++) {
            write(log.parts()[part]);
            PartState floor = log.floor(part);
            if (floor != null) {
                write(floor);
            }
        }
    }

    private void write(PartState part) {
        int section = writer.beginSection();
        part.write(writer);
        writer.endSection(section);
    }

    private void write(Offsets offsets) {
        writer.writeUnsigned(offsets.size());
        for (int i = 0; i < offsets.size(); i++) {
            writer.writeUnsigned(offsets.partition(i));
            writer.writeUnsigned(offsets.offset(i));
        }
    }

    /** The number of the layout under which bytes were written. */
    public int layoutOf(byte[] bytes) {
        reader.reset(bytes);
        int version = reader.readByte();
        if (version != VERSION && version != WITH_ERASURE) {
            throw new IllegalStateException("state of an entity is of version " + version + "; this release reads "
                    + VERSION + " and " + WITH_ERASURE + ": restore it with the release that wrote it");
        }
        return reader.readCount();
    }

    /** The time of the place that a state stands at, from its bytes under any layout: not before the last event that was evaluated. */
    public long asOf(byte[] bytes) {
        layoutOf(bytes);
        return reader.readLong();
    }

    /** Reads bytes that were written under the same layout into a state of which nothing has been seen. */
    public void read(byte[] bytes, EntityState into) {
        readHead(bytes, into);
        for (Log log : into.logs()) {
            read(log, into.asOf());
        }
    }

    private void readHead(byte[] bytes, EntityState into) {
        layoutOf(bytes);
        into.asOf().set(reader.readLong(), Math.toIntExact(reader.readLong()), reader.readLong());
        if (bytes[0] == WITH_ERASURE) {
            into.restoreErasure(reader.readLong());
        }
    }

    private void read(Log log, Place asOf) {
        log.rows().read(asOf.time(), reader);
        read(log.seen());
        read(log.forgotten());
        int row = log.rows().tail().size();
        for (int edge = 0; edge < log.layout().edgeCount(); edge++) {
            Cursor cursor = log.cursor(edge);
            cursor.read(log.rows(), reader);
            if (cursor.isInTail()) {
                row = firstNotBehind(log.layout().edge(edge), log.rows().tail(), row, asOf);
                cursor.startInTail(log.rows(), row);
            }
        }
        List<PlacedPart> planned = log.layout().parts();
        for (int part = 0; part < planned.size(); part++) {
            PlacedPart placed = planned.get(part);
            PartState state = readPart(placed);
            log.put(part, state, placed.isLifetime() ? readPart(placed) : null);
        }
    }

    /** Looks from the first row of the edge before, which lies near: from right to left but for hops. */
    private static int firstNotBehind(Edge edge, Rows tail, int from, Place asOf) {
        int row = from;
        while (row < tail.size() && asOf.isBehind(edge, tail, row)) {
            row++;
        }
        while (row > 0 && !asOf.isBehind(edge, tail, row - 1)) {
            row--;
        }
        return row;
    }

    private PartState readPart(PlacedPart placed) {
        reader.readUnsigned();
        return placed.read(reader);
    }

    private void read(Offsets offsets) {
        int size = reader.readCount();
        for (int i = 0; i < size; i++) {
            offsets.raise(reader.readCount(), reader.readUnsigned());
        }
    }

    /** Reads bytes that were written under another layout into a state of which nothing has been seen, and takes over all that means the same. */
    public void migrate(byte[] bytes, LayoutText written, ColdRows cold, EntityState into) {
        readHead(bytes, into);
        for (LayoutText.OfLog old : written.logs()) {
            migrate(old, cold, logOf(old, into), into.asOf());
        }
    }

    private static @Nullable Log logOf(LayoutText.OfLog old, EntityState state) {
        return state.logs().stream()
                .filter(log -> log.layout().origin().equals(old.origin()))
                .findFirst()
                .orElse(null);
    }

    private void migrate(LayoutText.OfLog old, ColdRows cold, @Nullable Log into, Place asOf) {
        LogRows rows = new LogRows(old.shape(), cold, EntityLayout.firstNumber(old.origin()));
        Offsets seen = new Offsets();
        Offsets forgotten = new Offsets();
        rows.read(asOf.time(), reader);
        read(seen);
        read(forgotten);
        for (int edge = 0; edge < old.edges(); edge++) {
            new Cursor(old.shape()).read(rows, reader);
        }
        LogMigration migration = new LogMigration(old, into, asOf, writer);
        for (String part : old.parts()) {
            migration.take(part, section());
            if (old.lifetime().contains(part)) {
                migration.takeFloor(part, section());
            }
        }
        migration.finish(rows, seen, forgotten);
    }

    private byte[] section() {
        return reader.readBytes(reader.readCount());
    }
}
