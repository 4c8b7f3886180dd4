package io.millrace.feature.state;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of one source that one entity keeps, and the parts that are fed with them. Used by one thread.
 *
 * <p>Its state is as of a {@link Place}: every row that, seen from there, lies behind an edge has been passed to the parts that are told of that edge. A row is put in anywhere at any
 * time; where it lies behind an edge already, the parts are told at once.
 *
 * <p>Rows that no window can hold any more are forgotten. The parts of lifetime windows, which nothing ever leaves, have a second state, their floor, of the forgotten rows
 * alone, so that they too can be made anew from floor and rows.
 */
public final class Log {
    private final LogLayout layout;
    private final LogRows rows;
    private final Cursor[] cursors;
    private final PartState[] parts;
    private final @Nullable PartState[] floors;
    private final Offsets seen = new Offsets();
    private final Offsets forgotten = new Offsets();
    private final BitSet broken = new BitSet();

    Log(LogLayout layout, ColdRows cold, long firstNumber) {
        this.layout = layout;
        this.rows = new LogRows(layout.shape(), cold, firstNumber);
        this.cursors = new Cursor[layout.edgeCount()];
        for (int edge = 0; edge < cursors.length; edge++) {
            cursors[edge] = new Cursor(layout.shape());
        }
        List<PlacedPart> planned = layout.parts();
        this.parts = new PartState[planned.size()];
        this.floors = new @Nullable PartState[planned.size()];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = planned.get(part).create();
            floors[part] = planned.get(part).isLifetime() ? planned.get(part).create() : null;
        }
    }

    public LogLayout layout() {
        return layout;
    }

    /** The parts, by the index that their handles say. */
    public PartState[] parts() {
        return parts;
    }

    /** For each partition the highest offset among the rows that lie behind the edge of what was seen. */
    public Offsets seen() {
        return seen;
    }

    LogRows rows() {
        return rows;
    }

    Offsets forgotten() {
        return forgotten;
    }

    Cursor cursor(int edge) {
        return cursors[edge];
    }

    @Nullable
    PartState floor(int part) {
        return floors[part];
    }

    void put(int part, PartState state, @Nullable PartState floor) {
        parts[part] = state;
        floors[part] = floor;
    }

    /** Passes every row that lies behind an edge, seen from a place that comes after the one before. */
    void advance(Place to) {
        for (int edge = 0; edge < cursors.length; edge++) {
            advance(edge, to);
        }
        restartWhatRunsShort(to);
    }

    private void advance(int edge, Place to) {
        Cursor cursor = cursors[edge];
        Edge place = layout.edge(edge);
        while (true) {
            Rows from = cursor.rows(rows);
            int row = cursor.row();
            if (row >= from.size() || !to.isBehind(place, from, row)) {
                return;
            }
            pass(edge, from, row);
            cursor.step(rows);
        }
    }

    private void pass(int edge, Rows from, int row) {
        int[] told = layout.partsAt(edge);
        int[] asTheir = layout.edgesOfParts(edge);
        for (int i = 0; i < told.length; i++) {
            parts[told[i]].pass(asTheir[i], from, row);
        }
        if (edge == layout.seenEdge()) {
            seen.raise(from.partition(row), from.offset(row));
        }
    }

    /**
     * Puts a row in.
     *
     * @param values one for each column, 64 bits as in {@link Rows#bits}
     * @param asOf the place that the state is as of
     * @return false where the row is there already
     */
    boolean insert(long time, int partition, long offset, long[] values, Place asOf, StateWriter scratch) {
        boolean isNew = rows.isInTail(time, partition, offset)
                ? insertIntoTail(time, partition, offset, values, asOf)
                : insertIntoChunk(time, partition, offset, values, asOf, scratch);
        if (isNew) {
            mend(asOf);
            sealIfLong(scratch);
        }
        return isNew;
    }

    private boolean insertIntoTail(long time, int partition, long offset, long[] values, Place asOf) {
        Rows tail = rows.tail();
        int row = tail.upTo(time, partition, offset);
        if (row > 0 && tail.compare(row - 1, time, partition, offset) == 0) {
            return false;
        }
        tail.insertAt(row, time, partition, offset);
        fill(tail, row, values);
        boolean isAhead = time > asOf.time() && row == tail.size() - 1;
        for (int edge = 0; edge < cursors.length && !isAhead; edge++) {
            follow(edge, row, asOf);
        }
        return true;
    }

    private static void fill(Rows into, int row, long[] values) {
        for (int column = 0; column < values.length; column++) {
            into.set(row, column, values[column]);
        }
    }

    private void follow(int edge, int row, Place asOf) {
        Cursor cursor = cursors[edge];
        if (!cursor.isInTail() || row > cursor.row()) {
            return;
        }
        if (row < cursor.row()) {
            cursor.grewBehind();
            takeIn(edge, rows.tail(), row);
        } else if (asOf.isBehind(layout.edge(edge), rows.tail(), row)) {
            cursor.grewBehind();
            pass(edge, rows.tail(), row);
        }
    }

    /** Tells the parts of a row that is not the newest behind the edge. */
    private void takeIn(int edge, Rows from, int row) {
        int[] told = layout.partsAt(edge);
        int[] asTheir = layout.edgesOfParts(edge);
        for (int i = 0; i < told.length; i++) {
            if (!parts[told[i]].insert(asTheir[i], from, row)) {
                broken.set(told[i]);
            }
        }
        if (edge == layout.seenEdge()) {
            seen.raise(from.partition(row), from.offset(row));
        }
    }

    private boolean insertIntoChunk(
            long time, int partition, long offset, long[] values, Place asOf, StateWriter scratch) {
        if (!rows.hasChunks()) {
            return insertIntoTail(time, partition, offset, values, asOf);
        }
        long chunk = rows.chunkOf(time, partition, offset);
        Chunks.Leaf leaf = rows.leaf(chunk, time, partition, offset);
        Rows into = leaf.rows();
        int row = into.upTo(time, partition, offset);
        if (row > 0 && into.compare(row - 1, time, partition, offset) == 0) {
            return false;
        }
        into.insertAt(row, time, partition, offset);
        fill(into, row, values);
        rows.write(chunk, leaf, scratch);
        for (int edge = 0; edge < cursors.length; edge++) {
            if (asOf.isBehind(layout.edge(edge), into, row)) {
                takeIn(edge, into, row);
            } else {
                cursors[edge].insert(rows, into, row, chunk);
            }
        }
        return true;
    }

    private void sealIfLong(StateWriter scratch) {
        if (rows.tail().size() > LogRows.LONGEST_TAIL) {
            Rows sealed = rows.oldest();
            for (Cursor cursor : cursors) {
                cursor.seal(rows, sealed);
            }
            rows.seal(sealed, scratch);
        }
    }

    /**
     * Deletes a row: its values count no more, its place stays taken, so that the same event does not come back.
     *
     * @return false where there is no such row
     */
    boolean remove(long time, int partition, long offset, Place asOf, StateWriter scratch) {
        boolean inTail = rows.isInTail(time, partition, offset) || !rows.hasChunks();
        boolean removed = inTail
                ? blank(rows.tail(), time, partition, offset, asOf)
                : blankInChunk(time, partition, offset, asOf, scratch);
        if (removed) {
            mend(asOf);
        }
        return removed;
    }

    private boolean blankInChunk(long time, int partition, long offset, Place asOf, StateWriter scratch) {
        long chunk = rows.chunkOf(time, partition, offset);
        Chunks.Leaf leaf = rows.leaf(chunk, time, partition, offset);
        boolean removed = blank(leaf.rows(), time, partition, offset, asOf);
        if (removed) {
            rows.write(chunk, leaf, scratch);
        }
        return removed;
    }

    private boolean blank(Rows from, long time, int partition, long offset, Place asOf) {
        int row = from.upTo(time, partition, offset) - 1;
        if (row < 0 || from.compare(row, time, partition, offset) != 0) {
            return false;
        }
        for (int edge = 0; edge < cursors.length; edge++) {
            if (asOf.isBehind(layout.edge(edge), from, row)) {
                takeOut(edge, from, row);
            }
            cursors[edge].blank(time, partition, offset);
        }
        from.blank(row);
        return true;
    }

    private void takeOut(int edge, Rows from, int row) {
        int[] told = layout.partsAt(edge);
        int[] asTheir = layout.edgesOfParts(edge);
        for (int i = 0; i < told.length; i++) {
            if (!parts[told[i]].remove(asTheir[i], from, row)) {
                broken.set(told[i]);
            }
        }
    }

    /** Makes parts anew that could not follow, and restarts those that ran short. */
    private void mend(Place asOf) {
        if (!broken.isEmpty()) {
            remake(broken, asOf);
            broken.clear();
        }
        restartWhatRunsShort(asOf);
    }

    /** Makes some parts anew from their floors and the rows. */
    void remake(BitSet which, Place asOf) {
        PartState[] anew = partsAsOf(asOf, which);
        which.stream().forEach(part -> parts[part] = anew[part]);
    }

    private void restartWhatRunsShort(Place asOf) {
        for (int part : layout.lookaheads()) {
            Lookahead lookahead = (Lookahead) parts[part];
            if (lookahead.needsRows()) {
                restart(part, lookahead, asOf);
            }
        }
    }

    private void restart(int part, Lookahead lookahead, Place asOf) {
        PlacedPart placed = layout.parts().get(part);
        if (placed.isLifetime()) {
            BitSet one = new BitSet();
            one.set(part);
            remake(one, asOf);
            return;
        }
        lookahead.restart();
        Edge right = placed.edges().get(0);
        int left = layout.indexOf(placed.edges().get(1));
        cursors[left].visit(rows, (from, row) -> asOf.isBehind(right, from, row) && lookahead.offer(from, row));
    }

    /** Up to where events had been seen as of a place that is not after the one where this log stands; to be read only. */
    public Offsets seenAsOf(Place asOf) {
        Offsets later = new Offsets();
        Edge edge = layout.edge(layout.seenEdge());
        cursors[layout.seenEdge()].visitBack(rows, (from, row) -> {
            boolean isLater = !asOf.isBehind(edge, from, row);
            if (isLater) {
                later.raise(from.partition(row), from.offset(row));
            }
            return isLater;
        });
        return later.areBelow(seen) ? seen : seenInRows(edge, asOf);
    }

    private Offsets seenInRows(Edge edge, Place asOf) {
        Offsets offsets = new Offsets();
        offsets.raiseAll(forgotten);
        rows.visit((from, row) -> {
            boolean isBehind = asOf.isBehind(edge, from, row);
            if (isBehind) {
                offsets.raise(from.partition(row), from.offset(row));
            }
            return isBehind;
        });
        return offsets;
    }

    /** States of all parts as of a place that is not after the one where this log stands; to be read only. */
    public PartState[] partsAsOf(Place asOf) {
        @Nullable PartState[] known = new Rewind(this, asOf).parts();
        BitSet missing = new BitSet();
        for (int part = 0; part < known.length; part++) {
            if (known[part] == null) {
                missing.set(part);
            }
        }
        PartState[] anew = partsAsOf(asOf, missing);
        for (int part = 0; part < known.length; part++) {
            PartState state = known[part];
            anew[part] = state == null ? anew[part] : state;
        }
        return anew;
    }

    private PartState[] partsAsOf(Place asOf, BitSet which) {
        PartState[] anew = new PartState[parts.length];
        int[] chosen = which.stream().toArray();
        for (int part : chosen) {
            anew[part] = layout.parts().get(part).copy(floors[part]);
        }
        passBehind(asOf, which.stream().filter(part -> !isOffered(part)).toArray(), anew);
        for (int part : chosen) {
            if (isOffered(part) || isShort(part, anew[part])) {
                offer(part, (Lookahead) anew[part], asOf);
            }
        }
        return anew;
    }

    private boolean isOffered(int part) {
        return parts[part] instanceof Lookahead lookahead
                && lookahead.isOfOffersAlone()
                && !layout.parts().get(part).isLifetime();
    }

    private boolean isShort(int part, PartState state) {
        return state instanceof Lookahead lookahead
                && lookahead.needsRows()
                && !layout.parts().get(part).isLifetime();
    }

    private void passBehind(Place asOf, int[] chosen, PartState[] anew) {
        if (chosen.length == 0) {
            return;
        }
        Edge rightmost = layout.edge(0);
        rows.visit((from, row) -> {
            for (int part : chosen) {
                passBehind(layout.parts().get(part), anew[part], asOf, from, row);
            }
            return asOf.isBehind(rightmost, from, row);
        });
    }

    private void offer(int part, Lookahead lookahead, Place asOf) {
        Edge right = layout.edge(layout.firstEdge(part));
        Place left = new Place();
        asOf.setLeft(layout.edge(layout.lastEdge(part)), left);
        lookahead.restart();
        rows.visitAfter(left, (from, row) -> asOf.isBehind(right, from, row) && lookahead.offer(from, row));
    }

    private static void passBehind(PlacedPart placed, PartState state, Place asOf, Rows from, int row) {
        for (int edge = 0; edge < placed.edges().size(); edge++) {
            if (!asOf.isBehind(placed.edges().get(edge), from, row)) {
                return;
            }
            state.pass(edge, from, row);
        }
    }

    /** Forgets rows at or before a time. They must lie behind every edge. */
    void forgetUntil(long time) {
        int gone = rows.forgetUntil(time, (from, row) -> {
            forgotten.raise(from.partition(row), from.offset(row));
            for (PartState floor : floors) {
                if (floor != null) {
                    floor.pass(0, from, row);
                }
            }
        });
        if (gone > 0) {
            for (Cursor cursor : cursors) {
                cursor.forget(gone);
            }
        }
    }

    /**
     * Erases rows at or before a time, and everything that was made of them or of rows that are forgotten: as if only the other rows had ever been.
     *
     * @param asOf the place that the state is as of from here on
     */
    void eraseUntil(long time, Place asOf, StateWriter scratch) {
        rows.eraseUntil(time, scratch);
        forgotten.clear();
        for (int part = 0; part < parts.length; part++) {
            floors[part] =
                    floors[part] == null ? null : layout.parts().get(part).create();
        }
        for (int edge = 0; edge < cursors.length; edge++) {
            cursors[edge] = new Cursor(layout.shape());
            cursors[edge].seek(rows, layout.edge(edge), asOf);
        }
        BitSet all = new BitSet();
        all.set(0, parts.length);
        remake(all, asOf);
        seen.clear();
        seen.raiseAll(seenInRows(layout.edge(layout.seenEdge()), asOf));
    }

    long newest() {
        return rows.newest();
    }

    /** Whether there is no row, and no part that depends on rows which are forgotten. */
    boolean isEmpty() {
        return !rows.hasChunks() && rows.tail().size() == 0 && (forgotten.size() == 0 || !hasLifetime());
    }

    private boolean hasLifetime() {
        return layout.parts().stream().anyMatch(PlacedPart::isLifetime);
    }
}
