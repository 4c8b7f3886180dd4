package io.millrace.dev.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one run of one job came to.
 *
 * @param steady the part that was measured
 * @param brokerCpuSecondsPerMillion of the broker's process, in about the same part
 * @param allocatedBytes by the TaskManager's threads for an event, in about the same part
 * @param report what Flink told
 * @param processed results that were written from the beginning on
 * @param entities that had an event
 * @param check what came of the comparison with the oracle; null for the copy, which has no features
 */
record FeatureTrial(
        Stretch steady,
        double brokerCpuSecondsPerMillion,
        double allocatedBytes,
        JobReport report,
        long processed,
        long entities,
        OutputCheck.@Nullable Result check) {
    FeatureTrial checked(OutputCheck.Result result) {
        return new FeatureTrial(
                steady, brokerCpuSecondsPerMillion, allocatedBytes, report, processed, entities, result);
    }

    /** Whether the output was compared with the oracle and differs from it. */
    boolean isWrong() {
        return check != null && !check.isRight();
    }
}
