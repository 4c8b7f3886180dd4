package io.millrace.job;

import io.millrace.adapter.kafka.OpenTransactions;
import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.registry.OutputSchemas;
import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.flink.FeatureSetOperator;
import io.millrace.flink.FeatureStateOperator;
import io.millrace.flink.JoinSavepoint;
import io.millrace.flink.ScoringSavepoint;
import io.millrace.flink.StateFromLake;
import io.millrace.lineage.BatchJobs;
import io.millrace.lineage.DatasetName;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Makes of a savepoint of the scoring job and the lake another savepoint, from which the job goes on with another definition whose windows are full: the state of all feature sets is made anew of the events in the lake that the
 * job had read, in Flink's batch mode, and everything else stays.
 */
public final class BootstrapJob {
    private BootstrapJob() {}

    /** Submits the job; the arguments are those of {@link JobArguments}. */
    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        Settings settings = given.settings();
        StreamExecutionEnvironment environment = JobEnvironment.of(settings);
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        checkPlaces(settings);
        ScoringSavepoint savepoint = ScoringSavepoint.openGiven(settings.text(Setting.BOOTSTRAP_FROM));
        Bootstrap bootstrap = Bootstrap.of(given.pipeline().file(), pipeline, savepoint, settings);
        Submission.Described described;
        try (Lake lake = Lake.open(pipeline.name(), settings);
                TopicOffsets kafka = TopicOffsets.open(settings)) {
            checkLake(pipeline, bootstrap, lake, kafka, settings);
            described = build(environment, given.pipeline(), pipeline, bootstrap, lake, settings);
        }
        Submission.execute(environment, pipeline.name() + " bootstrap", settings, described);
    }

    private static void checkPlaces(Settings settings) throws IOException {
        Problems problems = new Problems();
        for (Setting setting : List.of(Setting.BOOTSTRAP_FROM, Setting.BOOTSTRAP_OUT)) {
            if (settings.text(setting).isEmpty()) {
                problems.add(setting.key(), "is missing; give the folder of a savepoint");
            }
        }
        problems.throwIfAny();
        Path out = new Path(settings.text(Setting.BOOTSTRAP_OUT));
        if (out.getFileSystem().exists(out)) {
            throw new DefinitionException(
                    Setting.BOOTSTRAP_OUT.key(), "\"" + out + "\" is there already; name a new folder");
        }
    }

    /** All that the savepoint's job had read must be there, and all that it refused of it. */
    private static void checkLake(
            Pipeline pipeline, Bootstrap bootstrap, Lake lake, TopicOffsets kafka, Settings settings)
            throws IOException {
        Problems problems = new Problems();
        LakeCoverage coverage = new LakeCoverage(
                lake, kafka, settings.instant(Setting.BOOTSTRAP_SINCE).isEmpty());
        LakeTopic letters = LakeTopic.deadLetters(pipeline);
        List<Integer> open = OpenTransactions.partitions(letters.topic(), kafka, settings);
        if (!open.isEmpty()) {
            problems.add(
                    "topic " + letters.topic(),
                    "has open transactions in partitions " + open
                            + ", so that it is not known yet what the job has refused; stop the scoring job with `flink stop`, and wait until it has stopped");
        }
        for (Source source : Bootstrap.needed(pipeline)) {
            coverage.check(LakeTopic.of(source), bootstrap.ends().getOrDefault(source.index(), Map.of()), problems);
        }
        Map<Integer, Long> ends = new HashMap<>();
        kafka.ranges(letters.topic()).forEach((partition, range) -> ends.put(partition, range.end()));
        coverage.check(letters, ends, problems);
        problems.throwIfAny();
    }

    /** @return the job as lineage sees it */
    static Submission.Described build(
            StreamExecutionEnvironment environment,
            PipelineText text,
            Pipeline pipeline,
            Bootstrap bootstrap,
            Lake lake,
            Settings settings) {
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        Configuration flink = new Configuration();
        // Sorted as in the batch mode, with a state backend as in the stream.
        flink.set(ExecutionOptions.USE_BATCH_STATE_BACKEND, false);
        environment.configure(flink);
        LakeStreams events =
                LakeStreams.upTo(bootstrap, environment, text, pipeline, lake, span(pipeline, bootstrap), settings);
        Map<Integer, DataStream<PartialVector>> sources = new HashMap<>();
        Bootstrap.needed(pipeline).forEach(source -> sources.put(source.index(), events.of(source)));
        int parallelism = bootstrap.parallelism(environment);
        pipeline.features().sets().stream()
                .map(set -> state(text, set, bootstrap, of(set, pipeline, sources), parallelism))
                .reduce(DataStream::union)
                .orElseThrow(() -> new DefinitionException(
                        text.file(), "has no feature set with windows, so that there is no state to make"))
                .transform(
                        "write savepoint",
                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                        new JoinSavepoint(text, bootstrap.task(), parallelism, bootstrap.maxParallelism()))
                .forceNonParallel()
                .uid("write-savepoint");
        StateFromLake task = bootstrap.task();
        return () -> new BatchJobs(text, OutputSchemas::read)
                .bootstrap(events::place, DatasetName.location(task.from()), DatasetName.location(task.out()));
    }

    /** Rows before are let go at once. */
    private static BackfillSpan span(Pipeline pipeline, Bootstrap bootstrap) {
        boolean all = bootstrap.task().earliest() == Long.MIN_VALUE
                || pipeline.features().sets().stream().anyMatch(FeatureSet::hasLifetime);
        long kept = pipeline.features().sets().stream()
                .mapToLong(FeatureSet::kept)
                .max()
                .orElse(0);
        return new BackfillSpan(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                all ? Long.MIN_VALUE : bootstrap.task().earliest() - kept - 1);
    }

    /** The events of a set. Those that wait come from the scored source, and wait at the first set, whatever feeds it. */
    private static DataStream<PartialVector> of(
            FeatureSet set, Pipeline pipeline, Map<Integer, DataStream<PartialVector>> sources) {
        return pipeline.sources().stream()
                .filter(source -> set.takes(source.index())
                        || (set.index() == 0
                                && source.index() == pipeline.scored().index()))
                .map(source -> sources.get(source.index()))
                .reduce(DataStream::union)
                .orElseThrow();
    }

    private static DataStream<byte[]> state(
            PipelineText text, FeatureSet set, Bootstrap bootstrap, DataStream<PartialVector> events, int parallelism) {
        return events.keyBy(FeatureSetOperator.keyOf(set), Types.STRING)
                .transform(
                        "state of " + set.name(),
                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
                        new FeatureStateOperator(text, set.index(), bootstrap.task()))
                .setParallelism(parallelism)
                .setMaxParallelism(bootstrap.maxParallelism())
                .uid("state-" + set.name());
    }
}
