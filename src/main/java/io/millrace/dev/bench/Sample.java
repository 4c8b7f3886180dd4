package io.millrace.dev.bench;

/**
 * How far a job had come at one moment.
 *
 * @param seconds of a clock that only goes forward; only differences mean something
 * @param results records that the job had written, committed or not
 * @param cpuSeconds that its process had used since it began
 */
record Sample(double seconds, long results, double cpuSeconds) {}
