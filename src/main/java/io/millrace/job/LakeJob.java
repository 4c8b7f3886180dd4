package io.millrace.job;

import io.millrace.adapter.kafka.KafkaSources;
import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeTable;
import io.millrace.adapter.lake.RowMaker;
import io.millrace.adapter.registry.RecordReader;
import io.millrace.adapter.registry.TopicSchemas;
import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;

/** Keeps the pipeline's topics in the lake: every record becomes one row, exactly once, whether it can be read or not. */
public final class LakeJob {
    private LakeJob() {}

    /** Submits the job; the arguments are those of {@link JobArguments}. */
    public static void main(String[] arguments) throws Exception {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        StreamExecutionEnvironment environment = JobEnvironment.of(given.settings());
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        try (Lake lake = Lake.open(pipeline.name(), given.settings())) {
            build(environment, pipeline, lake, given.settings());
        }
        environment.execute(pipeline.name() + " lake");
    }

    static void build(StreamExecutionEnvironment environment, Pipeline pipeline, Lake lake, Settings settings) {
        String group = pipeline.name() + "-lake";
        for (LakeTopic topic : present(pipeline, settings)) {
            LakeTable table = lake.toWrite(topic.table(), topic.topic(), TopicSchemas.of(topic, settings));
            table.append(rows(environment, topic, table, group, settings));
        }
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

    /** The topics that are there. One of a source must be; the others come when their jobs first run, and are kept from the lake job's next start on. */
    private static List<LakeTopic> present(Pipeline pipeline, Settings settings) {
        List<LakeTopic> present = new ArrayList<>();
        try (TopicOffsets offsets = TopicOffsets.open(settings)) {
            for (LakeTopic topic : LakeTopic.of(pipeline)) {
                if (!offsets.ranges(topic.topic()).isEmpty()) {
                    present.add(topic);
                } else if (topic.source().isPresent()) {
                    throw new DefinitionException(
                            "topic " + topic.topic(), "is not there, and a source reads it; create it first");
                }
            }
        }
        return present;
    }
}
