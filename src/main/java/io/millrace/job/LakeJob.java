package io.millrace.job;

import io.millrace.adapter.kafka.KafkaSources;
import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.IcebergInLib;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeTable;
import io.millrace.adapter.lake.RowMaker;
import io.millrace.adapter.registry.RecordReader;
import io.millrace.adapter.registry.TopicSchemas;
import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.lineage.Column;
import io.millrace.lineage.DatasetName;
import io.millrace.lineage.KeptTopic;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/** Keeps the pipeline's topics in the lake: every record becomes one row, exactly once, whether it can be read or not. */
public final class LakeJob {
    private LakeJob() {}

    /** Submits the job; the arguments are those of {@link JobArguments}. */
    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        IcebergInLib.check();
        StreamExecutionEnvironment environment = JobEnvironment.of(given.settings());
        checkBeginsAnew(environment.getConfiguration());
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        List<KeptTopic> kept;
        try (Lake lake = Lake.open(pipeline.name(), given.settings())) {
            kept = build(environment, pipeline, lake, given.settings());
        }
        Submission.execute(environment, pipeline.name() + " lake", given.settings(), () -> ScoringLineage.jobs(given)
                .lake(kept));
    }

    /**
     * A savepoint holds files that were not committed yet. If another start of the job has read their records again since, both would be in the table.
     *
     * @throws DefinitionException where the job would begin with a savepoint or checkpoint of another run
     */
    static void checkBeginsAnew(ReadableConfig flink) {
        flink.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).ifPresent(savepoint -> {
            throw new DefinitionException(
                    savepoint,
                    "the lake's job takes no savepoint; start it without one: it goes on where its tables end");
        });
    }

    /** @return the topics that are kept, and where */
    static List<KeptTopic> build(
            StreamExecutionEnvironment environment, Pipeline pipeline, Lake lake, Settings settings)
            throws IOException {
        List<KeptTopic> kept = new ArrayList<>();
        String group = pipeline.name() + "-lake";
        try (TopicOffsets kafka = TopicOffsets.open(settings)) {
            for (LakeTopic topic : LakeTopic.of(pipeline)) {
                Map<Integer, TopicOffsets.Range> ranges = kafka.ranges(topic.topic());
                if (isThere(topic, ranges)) {
                    List<Schema> schemas = TopicSchemas.of(topic, settings);
                    LakeTable table = lake.toWrite(topic.table(), topic.topic(), schemas);
                    Map<Integer, Long> ends = table.ends();
                    check(topic, ranges, ends);
                    table.append(rows(environment, topic, table, group, settings), ends);
                    kept.add(kept(topic, schemas.get(schemas.size() - 1), table));
                }
            }
        }
        return kept;
    }

    private static KeptTopic kept(LakeTopic topic, Schema schema, LakeTable table) {
        List<Column> columns = table.columnTypes().entrySet().stream()
                .map(column -> new Column(column.getKey(), column.getValue(), "", List.of()))
                .toList();
        String snapshot = table.snapshot().map(id -> "snapshot:" + id).orElse("");
        return new KeptTopic(topic, schema, DatasetName.location(table.location()), columns, snapshot);
    }

    /** One of a source must be; the others come when their jobs first run, and are kept from the lake job's next start on. */
    private static boolean isThere(LakeTopic topic, Map<Integer, TopicOffsets.Range> ranges) {
        if (ranges.isEmpty() && topic.source().isPresent()) {
            throw new DefinitionException(
                    "topic " + topic.topic(), "is not there, and a source reads it; create it first");
        }
        return !ranges.isEmpty();
    }

    private static void check(LakeTopic topic, Map<Integer, TopicOffsets.Range> ranges, Map<Integer, Long> ends) {
        ends.forEach((partition, end) -> {
            TopicOffsets.Range range = ranges.get(partition);
            if (range == null || range.end() < end) {
                throw new DefinitionException(
                        "topic " + topic.topic(),
                        "partition " + partition + " ends at " + (range == null ? 0 : range.end())
                                + ", but table " + topic.table() + " holds it up to " + end
                                + ": this is another topic than the one that the table was written from; give the lake another "
                                + Setting.LAKE_NAMESPACE.key());
            }
        });
    }

    private static DataStream<RowData> rows(
            StreamExecutionEnvironment environment, LakeTopic from, LakeTable table, String group, Settings settings) {
        String topic = from.topic();
        String columns = table.columns();
        return environment
                .fromSource(
                        KafkaSources.copies(
                                topic,
                                group,
                                () -> new LakeCopier(RecordReader.open(settings), new RowMaker(topic, columns)),
                                table.rows(),
                                settings),
                        WatermarkStrategy.noWatermarks(),
                        "read " + from.table())
                .uid("read-" + from.table());
    }
}
