package io.millrace.job;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.config.SettingsPrefix;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink's environment as the settings want it, with what exactly-once and our serialisers need on top. */
final class JobEnvironment {
    private JobEnvironment() {}

    /** Output waits for the next checkpoint in a transaction, which must outlive it. */
    private static void check(Settings settings) {
        Duration interval = settings.duration(Setting.CHECKPOINT_INTERVAL);
        Duration timeout = settings.duration(Setting.DELIVERY_TRANSACTION_TIMEOUT);
        if (timeout.compareTo(interval) <= 0) {
            throw new DefinitionException(
                    Setting.DELIVERY_TRANSACTION_TIMEOUT.key(),
                    "is " + timeout + ", not longer than " + Setting.CHECKPOINT_INTERVAL.key() + ", which is "
                            + interval
                            + ": Kafka would abort all output before it is committed; make it longer than any outage");
        }
    }

    static StreamExecutionEnvironment of(Settings settings) {
        check(settings);
        Configuration flink = new Configuration();
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.under(SettingsPrefix.FLINK).forEach(flink::setString);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.duration(Setting.CHECKPOINT_INTERVAL));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        environment.setParallelism(settings.count(Setting.PARALLELISM));
        return environment;
    }
}
