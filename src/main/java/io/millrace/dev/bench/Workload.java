package io.millrace.dev.bench;

import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.Rows;
import io.millrace.config.Durations;
import io.millrace.event.EventType;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The events that jobs are measured on.
 *
 * @param entities how many there are
 * @param contents how many events an entity has in the longest window, on average
 * @param keys how the events are spread over the entities
 * @param data a file of real transactions in place of generated ones; entities and contents say nothing then
 */
record Workload(
        int entities, int contents, Keys keys, @Nullable Path data) {
    /** The longest window of all definitions. */
    static final long WINDOW = 30 * Durations.DAY;

    private static final long SEED = 42;

    /** How events are spread over entities. */
    enum Keys {
        UNIFORM,
        ZIPF
    }

    static Workload uniform(int entities, int contents) {
        return new Workload(entities, contents, Keys.UNIFORM, null);
    }

    static Workload zipf(int entities, int contents) {
        return new Workload(entities, contents, Keys.ZIPF, null);
    }

    static Workload of(Path data) {
        return new Workload(0, 0, Keys.UNIFORM, data);
    }

    /** Opens the events anew. */
    Rows rows() {
        if (data != null) {
            return CsvRows.open(data);
        }
        EntityKeys drawn = keys == Keys.UNIFORM ? EntityKeys.uniform(SEED, entities) : EntityKeys.zipf(SEED, entities);
        return new PaymentRows(drawn, step(), SEED + 1);
    }

    /** Milliseconds from one event to the next, of generated ones. */
    private double step() {
        return (double) WINDOW / inWindow();
    }

    /** How many events there can be, because none may have a later time than events can have; of a file it is not known. */
    long most() {
        return data != null ? Long.MAX_VALUE : (long) ((EventType.LATEST_TIME - PaymentRows.START) / step());
    }

    /** How many events lie in the longest window, all entities together; 0 for a file, which must be longer than its window. */
    long inWindow() {
        return (long) entities * contents;
    }

    @Override
    public String toString() {
        return data != null
                ? "real transactions of " + data.getFileName()
                : entities + " entities with " + contents + " events each in 30 days, "
                        + (keys == Keys.UNIFORM ? "uniform" : "Zipf");
    }
}
