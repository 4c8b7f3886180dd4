package io.millrace.dev.bench;

/**
 * One measured run of one job.
 *
 * @param steady from 10% of the results to 95%: without start-up and most of the JVM's warm-up, and without the slow end
 * @param whole from the job's start to 99.5% of the results, warm-up within; its CPU time counts from the moment when the TaskManager was ready
 * @param peakMib the most memory that the TaskManager's process had resident
 * @param report what Flink told
 * @param output what the job wrote
 */
record Trial(Stretch steady, Stretch whole, double peakMib, JobReport report, Output output) {
    static final double STEADY_FROM = 0.10;
    static final double STEADY_TO = 0.95;
    static final double WHOLE_TO = 0.995;
}
