package io.millrace.feature.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one entity for one feature set: a log for each source that feeds it, all as of one place. Used by one thread.
 *
 * <p>Of several erasures only the latest time matters: what is kept is a function of the rows and of that time, in whatever order they come. It is remembered until no row of before can come any more.
 */
public final class EntityState {
    private final Place asOf = new Place();
    private final List<Log> logs = new ArrayList<>();
    private final StateWriter scratch;
    private long erasedUntil = Long.MIN_VALUE;

    /**
     * The state of an entity of which nothing has been seen.
     *
     * @param cold where this entity's older rows rest
     * @param scratch for bytes of chunks; may be shared by all entities of a thread
     */
    public EntityState(EntityLayout layout, ColdRows cold, StateWriter scratch) {
        this.scratch = scratch;
        for (LogLayout log : layout.logs()) {
            logs.add(new Log(log, cold, EntityLayout.firstNumber(log.origin())));
        }
    }

    /** The place that the state is as of. */
    public Place asOf() {
        return asOf;
    }

    public List<Log> logs() {
        return logs;
    }

    /** The log of a source, or null where the source does not feed the set. */
    public @Nullable Log log(int source) {
        for (int i = 0; i < logs.size(); i++) {
            if (logs.get(i).layout().source() == source) {
                return logs.get(i);
            }
        }
        return null;
    }

    /**
     * Puts a row into a log of this state, at its place.
     *
     * @param values one for each column of the log, as in {@link Rows#bits}
     * @return false where it is there already, or erased
     */
    public boolean insert(Log log, long time, int partition, long offset, long[] values) {
        return !isErased(time) && log.insert(time, partition, offset, values, asOf, scratch);
    }

    /**
     * Deletes a row from a log of this state.
     *
     * @return false where there is no such row
     */
    public boolean remove(Log log, long time, int partition, long offset) {
        return log.remove(time, partition, offset, asOf, scratch);
    }

    /** Moves on to a later place. */
    public void advance(long time, int partition, long offset) {
        asOf.set(time, partition, offset);
        for (int i = 0; i < logs.size(); i++) {
            logs.get(i).advance(asOf);
        }
    }

    /** Moves on to the end of a moment, where the state stands before that. */
    public void advancePast(long time) {
        if (asOf.isBefore(time, Integer.MAX_VALUE, Long.MAX_VALUE)) {
            advance(time, Integer.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    /** Forgets rows at or before a time, which must lie behind every edge. */
    public void forgetUntil(long time) {
        for (int i = 0; i < logs.size(); i++) {
            logs.get(i).forgetUntil(time);
        }
    }

    /**
     * Erases the entity: its rows at or before a time, in all logs, and everything that was made of them. Rows of that time or before which come later are not put in. The state then stands at the end of that
     * time, or where it stood if that is later.
     *
     * @param time what was made of rows that are forgotten goes too, because it can't be told apart: of a state that is fed in time, all of those are of this time or before
     * @return false where an erasure at that time or later has been before, so that nothing changes
     */
    public boolean eraseUntil(long time) {
        if (isErased(time)) {
            return false;
        }
        erasedUntil = time;
        if (asOf.isBefore(time, Integer.MAX_VALUE, Long.MAX_VALUE)) {
            asOf.setAfter(time);
        }
        logs.forEach(log -> log.eraseUntil(time, asOf, scratch));
        return true;
    }

    /** Whether what is of this time has been erased, also where it comes only later. */
    public boolean isErased(long time) {
        return time <= erasedUntil;
    }

    /** Whether an erasure is remembered. */
    public boolean remembersErasure() {
        return erasedUntil > Long.MIN_VALUE;
    }

    long erasedUntil() {
        return erasedUntil;
    }

    void restoreErasure(long until) {
        erasedUntil = until;
    }

    /** Forgets an erasure at a time before this one: no row of before that can come any more. */
    public void forgetErasureBefore(long earliest) {
        if (erasedUntil < earliest) {
            erasedUntil = Long.MIN_VALUE;
        }
    }

    /** The time of the newest row, or {@link Long#MIN_VALUE} where there is none. */
    public long newest() {
        return logs.stream().mapToLong(Log::newest).max().orElse(Long.MIN_VALUE);
    }

    /** Whether nothing is left that a feature could depend on. */
    public boolean isEmpty() {
        return !remembersErasure() && logs.stream().allMatch(Log::isEmpty);
    }

    /** Puts older rows to rest that are in memory alone. */
    void store() {
        logs.forEach(log -> log.rows().store(scratch));
    }

    /** Gives back the memory of older rows, once the state was written. It is not to be used any more. */
    public void release() {
        logs.forEach(log -> log.rows().release());
    }

    /** Removes every row, the ones at rest included, so that nothing of the entity is left but this object. */
    public void erase() {
        logs.forEach(log -> log.rows().clear());
    }
}
