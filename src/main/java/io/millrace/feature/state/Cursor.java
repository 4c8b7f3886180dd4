package io.millrace.feature.state;

/**
 * How far the rows of a log have come to lie behind one edge. Where the next row lies in the tail, that is an index. Where it lies in a chunk, the next rows of that chunk are
 * held here, so that it is read once for all of them; only the next few are written, so that the bytes are few.
 *
 * <p>Held are the first rows of the chunks that are not behind the edge. What follows them is in chunks from {@link #chunk} on (of that chunk itself, what comes after the last row held),
 * then in the tail. As long as a chunk is left, at least one row is held. Used by one thread.
 */
final class Cursor {
    /** How many of the rows of one chunk are written at most. */
    private static final int WRITTEN = 8;

    /** How many words of rows are held at most when they are taken from a chunk, where that is more than are written. */
    private static final int HELD_WORDS = 8 * Chunks.MOST;

    /** How many rows are held at most once late ones were put among them. */
    private static final int MOST = 2 * WRITTEN;

    private static final long SEVERAL = -1;

    private static final Place AFTER_ALL = Place.afterAll();

    private final RowShape shape;
    private final int most;
    /** The rows that are held, from {@link #first} on. */
    private Rows ahead;

    /** Whether these are the rows of a chunk in memory, which must not be changed. */
    private boolean isShared;

    private final Place last = new Place();
    private int first;
    private long chunk;
    /** The chunk from which all rows come that are held, or {@link #SEVERAL} where that is not known. */
    private long origin = SEVERAL;

    private int next;

    Cursor(RowShape shape) {
        this.shape = shape;
        ahead = new Rows(shape, 0);
        most = Math.max(WRITTEN, Math.min(Chunks.MOST, HELD_WORDS / shape.width()));
    }

    boolean isInTail() {
        return first == ahead.size();
    }

    /** The rows in which the next one is. */
    Rows rows(LogRows log) {
        return isInTail() ? log.tail() : ahead;
    }

    /** The index of the next row in {@link #rows}; the size of the tail where there is none. */
    int row() {
        return isInTail() ? next : first;
    }

    /** Steps over the next row, which has come to lie behind the edge. */
    void step(LogRows log) {
        if (isInTail()) {
            next++;
            return;
        }
        first++;
        if (first == ahead.size()) {
            refill(log);
        }
    }

    private void refill(LogRows log) {
        last.set(ahead, first - 1);
        holdNone();
        while (isInTail() && chunk < log.nextChunk()) {
            Rows inMemory = log.inMemory(chunk);
            if (inMemory == null) {
                hold(log, (rows, row) -> true);
                return;
            }
            int from = firstAfterLast(inMemory);
            if (from < inMemory.size()) {
                share(inMemory, from);
            } else {
                chunk++;
            }
        }
    }

    private void holdNone() {
        first = 0;
        if (isShared) {
            ahead = new Rows(shape, 0);
            isShared = false;
        } else {
            ahead.clear();
        }
    }

    /** Holds all rows of the next chunk from one on, and goes on behind it. */
    private void share(Rows rows, int from) {
        ahead = rows;
        first = from;
        isShared = true;
        origin = chunk++;
    }

    private int firstAfterLast(Rows rows) {
        boolean isAfter = rows.compare(0, last.time(), last.partition(), last.offset()) > 0;
        return isAfter ? 0 : rows.upTo(last.time(), last.partition(), last.offset());
    }

    /** Makes what is held a copy that may be changed. */
    private void own() {
        if (isShared) {
            Rows own = new Rows(shape, ahead.size() - first);
            own.appendAll(ahead, first, ahead.size());
            ahead = own;
            first = 0;
            isShared = false;
        }
    }

    /** Holds the next rows after the last one, of the first chunk that has such. */
    private void hold(LogRows log, RowFilter filter) {
        while (ahead.size() == 0 && chunk < log.nextChunk()) {
            origin = chunk;
            if (log.visitChunk(chunk, last, (rows, row) -> !filter.takes(rows, row) || hold(rows, row))) {
                chunk++;
            }
        }
    }

    private interface RowFilter {
        boolean takes(Rows rows, int row);
    }

    private boolean hold(Rows rows, int row) {
        boolean hasRoom = ahead.size() < most;
        if (hasRoom) {
            ahead.appendAll(rows, row, row + 1);
        }
        return hasRoom;
    }

    /**
     * Follows the move of the oldest rows of the tail into a chunk, which is about to happen.
     *
     * @param sealed these rows, which are not changed any more
     */
    void seal(LogRows log, Rows sealed) {
        if (!isInTail()) {
            return;
        }
        chunk = log.nextChunk();
        if (next >= sealed.size()) {
            next -= sealed.size();
            chunk++;
        } else {
            share(sealed, next);
            next = 0;
        }
    }

    /** Follows the removal of rows from the front of the tail. */
    void forget(int count) {
        next -= count;
    }

    /** Starts in the tail, at a row. */
    void startInTail(LogRows log, int row) {
        chunk = log.nextChunk();
        next = row;
    }

    /** Starts at the first row that is not behind the edge. */
    void seek(LogRows log, Edge edge, Place asOf) {
        chunk = log.firstChunk();
        hold(log, (rows, row) -> !asOf.isBehind(edge, rows, row));
        if (isInTail()) {
            next = firstNotBehind(log.tail(), edge, asOf);
        }
    }

    private static int firstNotBehind(Rows rows, Edge edge, Place asOf) {
        int row = rows.size();
        while (row > 0 && !asOf.isBehind(edge, rows, row - 1)) {
            row--;
        }
        return row;
    }

    /** Follows a row that was put into the tail and lies behind the edge. */
    void grewBehind() {
        next++;
    }

    /** Follows a row that was put into a chunk and does not lie behind the edge. */
    void insert(LogRows log, Rows rows, int row, long intoChunk) {
        long time = rows.time(row);
        int partition = rows.partition(row);
        long offset = rows.offset(row);
        boolean isHeld = intoChunk < chunk
                || (intoChunk == chunk && !isInTail() && ahead.compare(ahead.size() - 1, time, partition, offset) > 0);
        if (!isHeld) {
            return;
        }
        if (isInTail()) {
            holdNone();
        }
        own();
        int at = ahead.upTo(time, partition, offset);
        ahead.insertAt(at, time, partition, offset);
        for (int column = 0; column < rows.width(); column++) {
            ahead.set(at, column, rows.bits(row, column));
        }
        origin = SEVERAL;
        if (ahead.size() - first > MOST) {
            letGo(log);
        }
    }

    /** Holds the first rows alone, so that many late rows don't make it long. */
    private void letGo(LogRows log) {
        ahead.truncate(first + WRITTEN);
        int end = ahead.size() - 1;
        chunk = log.chunkOf(ahead.time(end), ahead.partition(end), ahead.offset(end));
    }

    /** Follows the blanking of a row. */
    void blank(long time, int partition, long offset) {
        int at = ahead.upTo(time, partition, offset) - 1;
        if (at >= first && ahead.compare(at, time, partition, offset) == 0) {
            int held = at - first;
            own();
            ahead.blank(first + held);
        }
    }

    /** Visits the rows that are not behind the edge, in order. */
    void visit(LogRows log, RowVisitor visitor) {
        if (isInTail()) {
            log.tail().visit(next, visitor);
            return;
        }
        int end = ahead.size() - 1;
        if (ahead.visit(first, visitor)) {
            last.set(ahead, end);
            log.visitAfter(chunk, last, visitor);
        }
    }

    /** Visits the rows that are behind the edge, from the latest back. */
    void visitBack(LogRows log, RowVisitor visitor) {
        if (!isInTail()) {
            last.set(ahead, first);
            log.visitBefore(chunk, last, visitor);
        } else if (log.tail().visitBack(next, visitor)) {
            log.visitBefore(log.nextChunk(), AFTER_ALL, visitor);
        }
    }

    /** Whether a row that the log holds is behind the edge. */
    boolean hasPassed(LogRows log, Rows rows, int row) {
        Rows from = rows(log);
        return row() == from.size()
                || rows.compare(row, from.time(row()), from.partition(row()), from.offset(row())) < 0;
    }

    void write(LogRows log, StateWriter out) {
        boolean isCut = origin != SEVERAL && ahead.size() - first > WRITTEN;
        out.writeUnsigned(log.nextChunk() - (isCut ? origin : chunk));
        RowsForm.write(ahead, first, isCut ? first + WRITTEN : ahead.size(), out);
    }

    /** Reads what {@link #write} wrote. Where the next row lies in the tail, its index is not written: {@link #startInTail} follows. */
    void read(LogRows log, StateReader in) {
        chunk = log.nextChunk() - in.readUnsigned();
        origin = SEVERAL;
        RowsForm.read(in, ahead);
    }
}
