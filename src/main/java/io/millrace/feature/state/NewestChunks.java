package io.millrace.feature.state;

import org.jspecify.annotations.Nullable;

/**
 * The rows of the newest chunks of one log, as far as there is room for them: each edge that passes a chunk would read its bytes again. A chunk is put to rest when it makes room, and before the entity's
 * small state is written, so that one that is forgotten before that never is. What is held is never changed. Used by one thread.
 */
final class NewestChunks {
    private static final int FIRST_CHUNKS = 4;

    private final RowRoom room;
    /** By the last bits of their numbers. */
    private @Nullable Rows[] chunks = {};

    /** Which of them rest in the state backend too. */
    private boolean[] areAtRest = {};

    /** The lowest number that is held. */
    private long first;
    /** The number after the highest one that is held. */
    private long end;

    NewestChunks(RowRoom room) {
        this.room = room;
    }

    /** Puts a chunk to rest. */
    interface Storage {
        void store(long number, Rows rows);
    }

    /** The rows of a chunk, which must not be changed; null where they are not held. */
    @Nullable
    Rows get(long number) {
        return first <= number && number < end ? chunks[place(number)] : null;
    }

    /**
     * Holds a new chunk, in place of the oldest ones where there is no room.
     *
     * @return false where there is none for it alone
     */
    boolean add(long number, Rows rows, Storage storage) {
        if (first == end) {
            first = number;
            end = number;
        }
        while (!room.take(rows.bytes())) {
            if (first == end) {
                return false;
            }
            store(first, storage);
            drop(first);
        }
        if (end - first == chunks.length) {
            grow();
        }
        chunks[place(number)] = rows;
        areAtRest[place(number)] = false;
        end = number + 1;
        return true;
    }

    /** Puts to rest what is not. */
    void store(Storage storage) {
        for (long number = end - 1; number >= first && !isAtRest(number); number--) {
            store(number, storage);
        }
    }

    private boolean isAtRest(long number) {
        return areAtRest[place(number)] && chunks[place(number)] != null;
    }

    private void store(long number, Storage storage) {
        Rows rows = chunks[place(number)];
        if (rows != null && !areAtRest[place(number)]) {
            storage.store(number, rows);
            areAtRest[place(number)] = true;
        }
    }

    /**
     * Holds a chunk no more, because it has changed or is gone.
     *
     * @return whether it may rest in the state backend
     */
    boolean drop(long number) {
        Rows gone = get(number);
        if (gone == null) {
            return true;
        }
        chunks[place(number)] = null;
        room.giveBack(gone.bytes());
        boolean wasAtRest = areAtRest[place(number)];
        while (first < end && chunks[place(first)] == null) {
            first++;
        }
        return wasAtRest;
    }

    /** Holds nothing any more. All must be at rest. */
    void clear() {
        while (first < end) {
            if (!drop(first)) {
                throw new IllegalStateException("a chunk was let go before it was put to rest");
            }
        }
    }

    private void grow() {
        @Nullable Rows[] old = chunks;
        boolean[] wereAtRest = areAtRest;
        chunks = new @Nullable Rows[Math.max(FIRST_CHUNKS, old.length * 2)];
        areAtRest = new boolean[chunks.length];
        for (long number = first; number < end; number++) {
            int before = (int) number & (old.length - 1);
            chunks[place(number)] = old[before];
            areAtRest[place(number)] = wereAtRest[before];
        }
    }

    private int place(long number) {
        return (int) number & (chunks.length - 1);
    }
}
