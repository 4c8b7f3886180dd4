package io.millrace.cli;

import io.millrace.config.Settings;
import io.millrace.pipeline.Pipeline;
import picocli.CommandLine.Option;

/** Where a command reads the records of a pipeline's topics. */
final class LakeOption {
    @Option(
            names = "--lake",
            description = "Read predictions and events from the lake, which keeps them when Kafka does not any more.")
    private boolean lake;

    boolean isGiven() {
        return lake;
    }

    Records records(Pipeline pipeline, Settings settings) {
        return lake ? LakeStore.open(pipeline, settings) : new TopicRecords(settings);
    }
}
