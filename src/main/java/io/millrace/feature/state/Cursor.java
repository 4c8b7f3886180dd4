package io.millrace.feature.state;

/**
 * How far the rows of a log have come to lie behind one edge. Where the next row lies in the tail, that is an index. Where it lies in a chunk, the next few rows are
 * held here, so that a chunk is read once for every few rows that pass.
 *
 * <p>Held are the first rows of the chunks that are not behind the edge. What follows them is in chunks from {@link #chunk} on (of that chunk itself, what comes after the last row held),
 * then in the tail. As long as a chunk is left, at least one row is held. Used by one thread.
 */
final class Cursor {
    /** How many rows are held at most when they are taken from a chunk. */
    private static final int AHEAD = 8;

    private final Rows ahead;
    private int first;
    private long chunk;
    private int next;

    Cursor(RowShape shape) {
        ahead = new Rows(shape, 0);
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
        long time = ahead.time(first - 1);
        int partition = ahead.partition(first - 1);
        long offset = ahead.offset(first - 1);
        ahead.clear();
        first = 0;
        while (ahead.size() == 0 && chunk < log.nextChunk()) {
            Rows rows = log.read(chunk);
            hold(rows, rows.upTo(time, partition, offset), rows.size());
        }
    }

    /** Holds rows of the chunk at hand, the last of which ends it. */
    private void hold(Rows rows, int from, int end) {
        int to = Math.min(from + AHEAD, end);
        ahead.appendAll(rows, from, to);
        if (to == end) {
            chunk++;
        }
    }

    /** Follows the move of the oldest rows of the tail into a chunk, which is about to happen. */
    void seal(LogRows log, int sealed) {
        if (!isInTail()) {
            return;
        }
        chunk = log.nextChunk();
        if (next >= sealed) {
            next -= sealed;
            chunk++;
            return;
        }
        ahead.clear();
        first = 0;
        hold(log.tail(), next, sealed);
        next = 0;
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
        for (chunk = log.firstChunk(); chunk < log.nextChunk(); chunk++) {
            Rows rows = log.read(chunk);
            int row = firstNotBehind(rows, edge, asOf);
            if (row < rows.size()) {
                hold(rows, row, rows.size());
                return;
            }
        }
        next = firstNotBehind(log.tail(), edge, asOf);
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
    void insert(Rows rows, int row, long intoChunk) {
        long time = rows.time(row);
        int partition = rows.partition(row);
        long offset = rows.offset(row);
        boolean isHeld = intoChunk < chunk
                || (intoChunk == chunk && !isInTail() && ahead.compare(ahead.size() - 1, time, partition, offset) > 0);
        if (!isHeld) {
            return;
        }
        if (isInTail()) {
            ahead.clear();
            first = 0;
        }
        int at = ahead.upTo(time, partition, offset);
        ahead.insertAt(at, time, partition, offset);
        for (int column = 0; column < rows.width(); column++) {
            ahead.set(at, column, rows.bits(row, column));
        }
    }

    /** Follows the blanking of a row. */
    void blank(long time, int partition, long offset) {
        int at = ahead.upTo(time, partition, offset) - 1;
        if (at >= first && ahead.compare(at, time, partition, offset) == 0) {
            ahead.blank(at);
        }
    }

    /** Visits the rows that are not behind the edge, in order. */
    void visit(LogRows log, LogRows.RowVisitor visitor) {
        if (isInTail()) {
            visitTail(log, visitor);
            return;
        }
        int last = ahead.size() - 1;
        for (int row = first; row <= last; row++) {
            if (!visitor.visit(ahead, row)) {
                return;
            }
        }
        log.visit(
                chunk,
                (rows, row) -> rows.compare(row, ahead.time(last), ahead.partition(last), ahead.offset(last)) <= 0
                        || visitor.visit(rows, row));
    }

    private void visitTail(LogRows log, LogRows.RowVisitor visitor) {
        for (int row = next; row < log.tail().size(); row++) {
            if (!visitor.visit(log.tail(), row)) {
                return;
            }
        }
    }

    void write(LogRows log, StateWriter out) {
        out.writeUnsigned(log.nextChunk() - chunk);
        RowsForm.write(ahead, first, out);
    }

    /** Reads what {@link #write} wrote. Where the next row lies in the tail, its index is not written: {@link #startInTail} follows. */
    void read(LogRows log, StateReader in) {
        chunk = log.nextChunk() - in.readUnsigned();
        RowsForm.read(in, ahead);
    }
}
