package io.millrace.feature.state;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one log in order: the newest in a tail that is part of the entity's small state, the older ones in chunks that are read and written a few times for every dozen events. Used by one thread.
 *
 * <p>Chunks are numbered without gaps. A row that comes late goes into the chunk where it belongs.
 */
final class LogRows {
    /** A tail that is longer gives {@link #SEALED} rows to a chunk. */
    static final int LONGEST_TAIL = 24;

    static final int SEALED = 16;

    private static final Place BEFORE_ALL = new Place();

    private final Rows tail;
    private final Chunks chunks;
    private long firstChunk;
    private long nextChunk;
    /** None of the rows that are forgotten next is later. */
    private long firstChunkEnd;

    private final Place coldEnd = new Place();

    /** @param firstNumber what is added to the number of a chunk, so that the logs of an entity don't share numbers */
    LogRows(RowShape shape, ColdRows cold, long firstNumber) {
        this.tail = new Rows(shape);
        this.chunks = new Chunks(shape, cold, firstNumber);
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

    /** The rows of a chunk among which a place is. */
    Chunks.Leaf leaf(long chunk, long time, int partition, long offset) {
        return chunks.leaf(chunk, time, partition, offset);
    }

    /** Writes rows of a chunk to which one was added, or of which one was blanked. */
    void write(long chunk, Chunks.Leaf leaf, StateWriter scratch) {
        chunks.write(leaf, scratch);
        if (chunk == firstChunk && leaf.isFirst()) {
            firstChunkEnd = leaf.end();
        }
    }

    /** The last chunk that begins at or before a place, or the first one. Looks near the last one first: late rows mostly are not very late. */
    long chunkOf(long time, int partition, long offset) {
        long from = nextChunk - 1;
        long to = from;
        for (long step = 1; from > firstChunk && !chunks.beginsUpTo(from, time, partition, offset); step *= 2) {
            to = from - 1;
            from = Math.max(firstChunk, from - step);
        }
        return chunkOf(from, to, time, partition, offset);
    }

    private long chunkOf(long first, long last, long time, int partition, long offset) {
        long from = first;
        long to = last;
        while (from < to) {
            long middle = (from + to + 1) >>> 1;
            if (chunks.beginsUpTo(middle, time, partition, offset)) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return from;
    }

    /** A copy of the oldest rows of the tail, to be moved into a chunk of their own. */
    Rows oldest() {
        Rows oldest = new Rows(tail.shape(), SEALED);
        oldest.appendAll(tail, 0, SEALED);
        return oldest;
    }

    /** Moves the {@link #oldest} rows of the tail into a chunk; they must not be changed from here on. */
    void seal(Rows sealed, StateWriter scratch) {
        chunks.seal(nextChunk, sealed, scratch);
        if (!hasChunks()) {
            firstChunkEnd = sealed.time(SEALED - 1);
        }
        coldEnd.set(sealed, SEALED - 1);
        nextChunk++;
        tail.removeFirst(SEALED);
    }

    /** Removes rows at or before a time: of chunks those that stand together, and rows of the tail where no chunk is left. Returns how many rows of the tail went. */
    int forgetUntil(long time, RowConsumer forgotten) {
        while (hasChunks() && firstChunkEnd <= time) {
            forgetFirst(forgotten);
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
        if (hasChunks()) {
            eraseOfFirst(time, scratch);
        } else if (nextChunk > 0) {
            chunks.removeCounter();
            firstChunk = 0;
            nextChunk = 0;
            coldEnd.setBeforeAll();
        }
    }

    private void eraseOfFirst(long time, StateWriter scratch) {
        Chunks.Leaf leaf = chunks.first(firstChunk);
        int gone = leaf.rows().upTo(time);
        if (gone > 0) {
            leaf.rows().removeFirst(gone);
            write(firstChunk, leaf, scratch);
        }
    }

    private void forgetFirst(RowConsumer forgotten) {
        Chunks.Leaf leaf = chunks.first(firstChunk);
        for (int row = 0; row < leaf.rows().size(); row++) {
            forgotten.accept(leaf.rows(), row);
        }
        if (chunks.removeFirst(leaf)) {
            firstChunk++;
        }
        if (hasChunks()) {
            firstChunkEnd = chunks.first(firstChunk).end();
        }
    }

    /** Takes over the rows of a log that holds the same events in another form. */
    void takeOver(LogRows from, UnaryOperator<Rows> projection, StateWriter scratch) {
        firstChunk = from.firstChunk;
        nextChunk = from.nextChunk;
        firstChunkEnd = from.firstChunkEnd;
        coldEnd.set(from.coldEnd.time(), from.coldEnd.partition(), from.coldEnd.offset());
        for (long chunk = firstChunk; chunk < nextChunk; chunk++) {
            from.chunks.project(chunk, chunks, projection, scratch);
        }
        tail.appendAll(projection.apply(from.tail), 0, from.tail.size());
    }

    /** Removes every chunk and every row. */
    void clear() {
        for (long chunk = firstChunk; chunk < nextChunk; chunk++) {
            chunks.remove(chunk);
        }
        if (nextChunk > 0) {
            chunks.removeCounter();
        }
        firstChunk = nextChunk;
        tail.clear();
    }

    /** The rows of a chunk where they are in memory, which must not be changed; else null. */
    @Nullable
    Rows inMemory(long chunk) {
        return chunks.inMemory(chunk);
    }

    /** Puts older rows to rest that are in memory alone. */
    void store(StateWriter scratch) {
        chunks.store(scratch);
    }

    /** Gives back the memory that older rows take, all of which must be at rest. */
    void release() {
        chunks.release();
    }

    /** Takes a row. */
    interface RowConsumer {
        void accept(Rows rows, int row);
    }

    /** Visits all rows in order. */
    void visit(RowVisitor visitor) {
        visitAfter(firstChunk, BEFORE_ALL, visitor);
    }

    /** Visits the rows that come after a place, in order, from a chunk on. */
    void visitAfter(long fromChunk, Place place, RowVisitor visitor) {
        for (long chunk = fromChunk; chunk < nextChunk; chunk++) {
            if (!chunks.visitAfter(chunk, place, visitor)) {
                return;
            }
        }
        tail.visit(tail.upTo(place.time(), place.partition(), place.offset()), visitor);
    }

    /** Visits the rows of chunks that come before a place, from the latest back, up to a chunk. */
    void visitBefore(long upToChunk, Place place, RowVisitor visitor) {
        for (long chunk = Math.min(upToChunk, nextChunk - 1); chunk >= firstChunk; chunk--) {
            if (!chunks.visitBefore(chunk, place, visitor)) {
                return;
            }
        }
    }

    /** Visits the rows that come after a place, in order. */
    void visitAfter(Place place, RowVisitor visitor) {
        boolean isInTail = isInTail(place.time(), place.partition(), place.offset()) || !hasChunks();
        visitAfter(isInTail ? nextChunk : chunkOf(place.time(), place.partition(), place.offset()), place, visitor);
    }

    /**
     * Visits the rows of a chunk that come after a place, in order.
     *
     * @return whether the visitor wants the next row
     */
    boolean visitChunk(long chunk, Place after, RowVisitor visitor) {
        return chunks.visitAfter(chunk, after, visitor);
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
