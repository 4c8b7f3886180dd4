package io.millrace.dev.bench;

import io.millrace.pipeline.Pipeline;

/**
 * One job to be measured once.
 *
 * @param name what its figures are called after {@code features.}
 * @param engine what computes the features
 * @param definition which features
 * @param workload from which events
 */
record FeatureRun(String name, Engine engine, FeatureDefinition definition, Workload workload) {
    /** What computes features, or only copies. */
    enum Engine {
        COPY,
        MILLRACE,
        SQL,
        LIST;

        JobUnderTest job(Pipeline pipeline) {
            return switch (this) {
                case COPY -> JobUnderTest.copy(pipeline);
                case MILLRACE -> JobUnderTest.features(pipeline);
                case SQL -> JobUnderTest.sql(pipeline);
                case LIST -> JobUnderTest.list(pipeline);
            };
        }
    }
}
