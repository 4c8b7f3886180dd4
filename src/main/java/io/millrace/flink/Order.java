package io.millrace.flink;

/** When a feature set takes up an event that is to be scored. */
public enum Order {
    /**
     * In the order of (event time, partition, offset), once the watermark says that no earlier event of any source is to come. Vectors do not depend on how sources and
     * partitions interleave.
     */
    EVENT_TIME,
    /** At once. A vector holds what had arrived by then, which the frontier records. */
    ARRIVAL
}
