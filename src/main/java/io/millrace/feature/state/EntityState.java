package io.millrace.feature.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of one entity for one feature set: a log for each source that feeds it, all as of one place. Used by one thread. */
public final class EntityState {
    private final Place asOf = new Place();
    private final List<Log> logs = new ArrayList<>();
    private final StateWriter scratch;

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
     * @return false where it is there already
     */
    public boolean insert(Log log, long time, int partition, long offset, long[] values) {
        return log.insert(time, partition, offset, values, asOf, scratch);
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

    /** The time of the newest row, or {@link Long#MIN_VALUE} where there is none. */
    public long newest() {
        return logs.stream().mapToLong(Log::newest).max().orElse(Long.MIN_VALUE);
    }

    /** Whether nothing is left that a feature could depend on. */
    public boolean isEmpty() {
        return logs.stream().allMatch(log -> log.isEmpty() && !log.hasLifetime());
    }

    /** Removes every row, the ones at rest included, so that nothing of the entity is left but this object. */
    public void erase() {
        logs.forEach(log -> log.rows().clear());
    }
}
