package io.millrace.flink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Names of the metrics, all in the group {@code millrace} of their operator. They are public contract. */
public final class Metrics {
    public static final String GROUP = "millrace";
    /** Records that a source gave, valid or not. */
    public static final String READ = "read";
    /** Events that a subtask has read of a source ahead of the slowest one, in event time, a gauge; up to the limit of {@code source.ahead} it is a bound from above. */
    public static final String AHEAD = "ahead";
    /** Milliseconds for which a subtask has waited because its source was too far ahead. */
    public static final String SLOWED = "slowed_ms";
    /** Vectors of texts and images that were computed, a gauge. */
    public static final String VECTORS_COMPUTED = "vectors_computed";
    /** Vectors whose content had been seen lately, so that they were not computed again, a gauge. */
    public static final String VECTORS_REPEATED = "vectors_repeated";
    /** Texts of which the beginning alone was read, because they have more tokens than declared, a gauge. */
    public static final String TRUNCATED = "truncated";
    /** Events behind the watermark; they are scored as of their own time. */
    public static final String LATE = "late";
    /** Records that became dead letters, duplicates not counted. */
    public static final String DEAD_LETTERED = "dead_lettered";
    /** Events with an id that was accepted before. */
    public static final String DUPLICATE = "duplicate";
    /** Deletions that found their event. */
    public static final String DELETED = "deleted";
    /** Erasures of an entity that came into force. */
    public static final String ERASED = "erased";
    /** Events that came after an erasure which they lie at or before, so that no feature counts them but those of their own vector. */
    public static final String ERASED_ON_ARRIVAL = "erased_on_arrival";
    /** Events that wait for event time to reach them, a gauge. */
    public static final String HELD = "held";
    /** Entities whose state is in memory, a gauge. */
    public static final String IN_MEMORY = "entities_in_memory";
    /** Business ids that are in memory and not in the state backend, a gauge. */
    static final String IDS_IN_MEMORY = "ids_in_memory";
    /** Bytes of older rows that are in memory too. */
    public static final String ROWS_IN_MEMORY = "rows_in_memory_bytes";
    /** Features that are missing because their history does not reach back far enough yet, a gauge. */
    public static final String WARMING = "warming";
    /** Events that got a prediction. */
    public static final String SCORED = "scored";
    /** Reports that met their prediction. */
    public static final String JOINED = "joined";
    /** Labelled examples that corrected an earlier label. */
    public static final String CORRECTED = "corrected";
    /** Predictions whose outcome was absent when the horizon passed. */
    public static final String ABSENT = "absent";

    /** Events that got a prediction from a challenger. */
    public static final String CHALLENGED = "challenged";
    /** Scores of shadows. */
    public static final String SHADOWED = "shadowed";
    /** Scores that shadows owe, because the task had no time to spare. */
    public static final String SHADOWS_DROPPED = "shadows_dropped";
    /** Events that wait until it is decided which version serves them, a gauge. */
    public static final String AWAITING = "awaiting_decision";
    /** The group of each version, by the first digits of its digest. */
    public static final String MODEL = "model";
    /** Vectors that a version has scored. */
    public static final String MODEL_ROWS = "rows";
    /** Calls of a version; {@link #MODEL_ROWS} divided by it is how full batches are. */
    public static final String MODEL_CALLS = "calls";
    /** Time in a version's calls. */
    public static final String MODEL_NANOS = "nanos";
    /** Vectors that a version could not score. */
    public static final String MODEL_FAILED = "failed";
    /** How a version's scores are distributed, a histogram in hundredths from 0 to 1; of shadows too. */
    public static final String MODEL_SCORE = "score";
    /** Microseconds that the first vector of a batch waits until the batch is scored, a histogram. */
    public static final String QUEUE = "queue_us";
    /** Milliseconds from the timestamp of a record in its topic to its prediction, a histogram; records without one have no part. */
    public static final String END_TO_END = "end_to_end_ms";
    /** Bytes by which the process grew when the models that it has loaded were, whichever job they serve, a gauge. */
    public static final String MODEL_MEMORY = "model_memory_bytes";
    /** Vectors that something else scored in place of a version. */
    public static final String MODEL_FELL_BACK = "fell_back";

    private Metrics() {}

    static Counter counter(MetricGroup group, String name) {
        return group.addGroup(GROUP).counter(name);
    }
}
