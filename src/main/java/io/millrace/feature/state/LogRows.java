package io.millrace.feature.state;

import java.util.function.UnaryOperator;

/**
 * The rows of one log in order: the newest in a tail that is part of the entity's small state, the older ones in chunks that are read and written a few times for every dozen events. Used by one thread.
 *
 * <p>Chunks are numbered without gaps. A row that comes late goes into the chunk where it belongs, which grows by it.
 */
final class LogRows {
    /** A tail that is longer gives {@link #SEALED} rows to a chunk. */
    static final int LONGEST_TAIL = 24;

    static final int SEALED = 16;

    private final Rows tail;
    private final ColdRows cold;
    private final long firstNumber;
    private long firstChunk;
    private long nextChunk;
    /** No row of the first chunk is later. */
    private long firstChunkEnd;

    private final Place coldEnd = new Place();
    private final StateReader reader = new StateReader();

    /** @param firstNumber what is added to the number of a chunk, so that the logs of an entity don't share numbers */
    LogRows(int width, ColdRows cold, long firstNumber) {
        this.tail = new Rows(width);
        this.cold = cold;
        this.firstNumber = firstNumber;
    }

    Rows tail() {
        return tail;
    }

    long firstChunk() {
        return firstChunk;
    }

    /** The number that the next chunk will get; chunks that are there have lower ones. */
    long nextChunk() {
        return nextChunk;
    }

    boolean hasChunks() {
        return firstChunk < nextChunk;
    }

    /** Whether a place lies after all chunks, so that a row of it belongs into the tail. */
    boolean isInTail(long time, int partition, long offset) {
        return coldEnd.isBefore(time, partition, offset);
    }

    /** The time of the newest row, or {@link Long#MIN_VALUE} where there is none. */
    long newest() {
        if (tail.size() > 0) {
            return tail.time(tail.size() - 1);
        }
        return hasChunks() ? coldEnd.time() : Long.MIN_VALUE;
    }

    Rows read(long chunk) {
        byte[] bytes = cold.read(firstNumber + chunk);
        if (bytes == null) {
            throw new IllegalStateException("chunk " + chunk + " of [" + firstChunk + ", " + nextChunk
                    + ") is not there; the state is damaged");
        }
        reader.reset(bytes);
        Rows rows = new Rows(tail.width(), LONGEST_TAIL);
        RowsForm.read(reader, rows);
        return rows;
    }

    void write(long chunk, Rows rows, StateWriter scratch) {
        scratch.clear();
        RowsForm.write(rows, 0, scratch);
        cold.write(firstNumber + chunk, scratch.toBytes());
    }

    /** The last chunk that begins at or before a place, or the first one. */
    long chunkOf(long time, int partition, long offset) {
        long from = firstChunk;
        long to = nextChunk - 1;
        while (from < to) {
            long middle = (from + to + 1) >>> 1;
            if (read(middle).compare(0, time, partition, offset) > 0) {
                to = middle - 1;
            } else {
                from = middle;
            }
        }
        return from;
    }

    /** Moves the oldest rows of the tail into a chunk of their own. */
    void seal(StateWriter scratch) {
        Rows sealed = new Rows(tail.width(), SEALED);
        sealed.appendAll(tail, 0, SEALED);
        write(nextChunk, sealed, scratch);
        if (!hasChunks()) {
            firstChunkEnd = sealed.time(SEALED - 1);
        }
        coldEnd.set(sealed, SEALED - 1);
        nextChunk++;
        tail.removeFirst(SEALED);
    }

    /** Notes that a row was put into a chunk. */
    void grew(long chunk, long time) {
        if (chunk == firstChunk) {
            firstChunkEnd = Math.max(firstChunkEnd, time);
        }
    }

    /** Removes rows at or before a time: whole chunks, and rows of the tail where no chunk is left. Returns how many rows of the tail went. */
    int forgetUntil(long time, RowConsumer forgotten) {
        while (hasChunks() && firstChunkEnd <= time) {
            forgetFirstChunk(forgotten);
        }
        if (hasChunks() || tail.size() == 0 || tail.time(0) > time) {
            return 0;
        }
        int gone = tail.upTo(time);
        for (int row = 0; row < gone; row++) {
            forgotten.accept(tail, row);
        }
        tail.removeFirst(gone);
        return gone;
    }

    /** Removes rows at or before a time, wherever they rest. Where no chunk is left, it is as if there had never been one. */
    void eraseUntil(long time, StateWriter scratch) {
        forgetUntil(time, (rows, row) -> {});
        if (!hasChunks()) {
            firstChunk = 0;
            nextChunk = 0;
            coldEnd.setBeforeAll();
            return;
        }
        Rows first = read(firstChunk);
        int gone = first.upTo(time);
        if (gone > 0) {
            first.removeFirst(gone);
            write(firstChunk, first, scratch);
        }
    }

    private void forgetFirstChunk(RowConsumer forgotten) {
        Rows rows = read(firstChunk);
        for (int row = 0; row < rows.size(); row++) {
            forgotten.accept(rows, row);
        }
        cold.remove(firstNumber + firstChunk);
        firstChunk++;
        if (hasChunks()) {
            Rows next = read(firstChunk);
            firstChunkEnd = next.time(next.size() - 1);
        }
    }

    /** Takes over the rows of a log that holds the same events in another form. */
    void takeOver(LogRows from, UnaryOperator<Rows> projection, StateWriter scratch) {
        firstChunk = from.firstChunk;
        nextChunk = from.nextChunk;
        firstChunkEnd = from.firstChunkEnd;
        coldEnd.set(from.coldEnd.time(), from.coldEnd.partition(), from.coldEnd.offset());
        for (long chunk = firstChunk; chunk < nextChunk; chunk++) {
            write(chunk, projection.apply(from.read(chunk)), scratch);
        }
        tail.appendAll(projection.apply(from.tail), 0, from.tail.size());
    }

    /** Removes every chunk and every row. */
    void clear() {
        for (long chunk = firstChunk; chunk < nextChunk; chunk++) {
            cold.remove(firstNumber + chunk);
        }
        firstChunk = nextChunk;
        tail.clear();
    }

    /** Takes rows in order until it wants no more. */
    interface RowVisitor {
        /** Whether it wants the next row. */
        boolean visit(Rows rows, int row);
    }

    /** Takes a row. */
    interface RowConsumer {
        void accept(Rows rows, int row);
    }

    /** Visits all rows in order, from a chunk on. */
    void visit(long fromChunk, RowVisitor visitor) {
        for (long chunk = fromChunk; chunk < nextChunk; chunk++) {
            if (!visit(read(chunk), visitor)) {
                return;
            }
        }
        visit(tail, visitor);
    }

    private static boolean visit(Rows rows, RowVisitor visitor) {
        for (int row = 0; row < rows.size(); row++) {
            if (!visitor.visit(rows, row)) {
                return false;
            }
        }
        return true;
    }

    void write(long base, StateWriter out) {
        out.writeUnsigned(firstChunk);
        out.writeUnsigned(nextChunk - firstChunk);
        if (hasChunks()) {
            out.writeLong(firstChunkEnd - base);
        }
        if (nextChunk > 0) {
            out.writeLong(coldEnd.time() - base);
            out.writeUnsigned(coldEnd.partition());
            out.writeUnsigned(coldEnd.offset());
        }
        RowsForm.write(tail, 0, out);
    }

    void read(long base, StateReader in) {
        firstChunk = in.readUnsigned();
        nextChunk = firstChunk + in.readUnsigned();
        if (hasChunks()) {
            firstChunkEnd = in.readLong() + base;
        }
        if (nextChunk > 0) {
            coldEnd.set(in.readLong() + base, in.readCount(), in.readUnsigned());
        }
        RowsForm.read(in, tail);
    }
}
