package io.millrace.feature;

/** What is kept of the values in a window. An empty window yields 0. */
public enum Aggregation {
    /** The number of values. */
    COUNT,
    /** The sum, rounded once: the double nearest to the exact sum. */
    SUM,
    /** The correctly rounded {@link #SUM} divided by the count. */
    AVG,
    MIN,
    MAX
}
