package io.millrace.job;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;

/**
 * The features of a pipeline in Flink SQL, from the same topic, to records of the same form as {@link FeaturesJob} writes: for the comparison with it. Takes its arguments. Needs Flink's
 * table planner in the cluster's lib, as Flink's distribution has it.
 */
public final class SqlFeaturesJob {
    private SqlFeaturesJob() {}

    /** Where the vectors of a pipeline go. */
    public static String topic(String pipeline) {
        return pipeline + "-sql-features";
    }

    public static void main(String[] arguments) {
        JobArguments given = JobArguments.parse(arguments, System.getenv());
        Settings settings = given.settings();
        Pipeline pipeline = PipelineCompiler.compile(given.pipeline());
        StreamExecutionEnvironment environment = JobEnvironment.of(settings);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.getConfig()
                .set(ExecutionConfigOptions.TABLE_EXEC_SOURCE_IDLE_TIMEOUT, settings.duration(Setting.SOURCE_IDLE));
        FeatureSql sql = new FeatureSql(pipeline, settings);
        tables.executeSql(sql.events());
        tables.executeSql(sql.features());
        tables.executeSql(sql.query());
    }
}
