package io.millrace.job;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.VectorTable;
import io.millrace.adapter.registry.OutputSchemas;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.flink.FeatureSetOperator;
import io.millrace.flink.Form;
import io.millrace.flink.SortedFeatureSetOperator;
import io.millrace.lineage.BatchJobs;
import io.millrace.lineage.DatasetName;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Computes the vectors of a span of event time from the lake, and writes them to a new table of it: with the features of the scoring job, in Flink's batch mode. Each set takes its events sorted by entity
 * and time, so that nothing but one entity is in memory; there is no state, no waiting for watermarks, no checkpoint.
 *
 * <p>Vectors are as of event time, with all that is known today: a late event is in the windows of those that lie behind it, and one that was deleted is in none.
 */
public final class BackfillJob {
    private BackfillJob() {}

    /** Submits the job; the arguments are those of {@link JobArguments}. */
    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        Settings settings = given.settings();
        StreamExecutionEnvironment environment = JobEnvironment.of(settings);
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        Submission.Described described;
        try (Lake lake = Lake.open(pipeline.name(), settings)) {
            described = build(environment, given.pipeline(), pipeline, lake, settings);
        }
        Submission.execute(environment, pipeline.name() + " backfill", settings, described);
    }

    /** @return the job as lineage sees it */
    static Submission.Described build(
            StreamExecutionEnvironment environment, PipelineText text, Pipeline pipeline, Lake lake, Settings settings)
            throws IOException {
        BackfillSpan span = BackfillSpan.of(pipeline, settings);
        String table = table(pipeline, settings);
        LakeStreams events = LakeStreams.of(environment, text, pipeline, lake, span, settings);

        DataStream<PartialVector> scored = events.of(pipeline.scored());
        Map<Integer, DataStream<PartialVector>> facts = new HashMap<>();
        for (FeatureSet set : pipeline.features().sets()) {
            for (Source source : pipeline.sources()) {
                if (source.index() != pipeline.features().scored() && set.takes(source.index())) {
                    scored = scored.union(facts.computeIfAbsent(source.index(), index -> events.of(source)));
                }
            }
            scored = features(scored, text, set);
        }
        VectorTable vectors = lake.newVectors(table, pipeline.inputs());
        vectors.fill(scored.flatMap(new VectorRows(text, span))
                .returns(vectors.rows())
                .uid("choose-vectors")
                .name("choose vectors"));
        return () -> new BatchJobs(text, OutputSchemas::read)
                .backfill(events::place, DatasetName.location(vectors.location()));
    }

    /** The table to fill, which must be none that LakeJob fills. */
    static String table(Pipeline pipeline, Settings settings) {
        String table = settings.text(Setting.BACKFILL_TABLE);
        if (LakeTopic.of(pipeline).stream().anyMatch(topic -> topic.table().equals(table))) {
            throw new DefinitionException(
                    Setting.BACKFILL_TABLE.key(),
                    "\"" + table + "\" is a table that the lake's job fills; name a new one");
        }
        return table;
    }

    private static DataStream<PartialVector> features(
            DataStream<PartialVector> events, PipelineText text, FeatureSet set) {
        return events.keyBy(FeatureSetOperator.keyOf(set), Types.STRING)
                .transform(
                        "features of " + set.name(),
                        Form.PARTIAL_VECTOR.typeInformation(),
                        new SortedFeatureSetOperator(text, set.index()))
                .uid(FeatureSetOperator.uidOf(set));
    }
}
