package io.millrace.job;

import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.lineage.Lineage;
import io.millrace.config.Settings;
import io.millrace.lineage.Job;
import io.millrace.lineage.RunModel;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits a job, and tells of it where settings want lineage. What goes wrong with lineage leaves the job alone. */
final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    private Submission() {}

    /** A job as lineage sees it. */
    interface Described {
        Job job() throws IOException;

        /** The model that it begins with. */
        default Optional<RunModel> model() throws IOException {
            return Optional.empty();
        }
    }

    /** Submits what was built in an environment. */
    static void execute(StreamExecutionEnvironment environment, String name, Settings settings, Described described)
            throws Exception {
        Optional<Lineage> lineage = Lineage.of(settings, KafkaClients.producer(settings));
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(name);
        if (lineage.isPresent()) {
            tell(lineage.get(), environment, graph, described);
        }
        environment.execute(graph);
    }

    private static void tell(
            Lineage lineage, StreamExecutionEnvironment environment, StreamGraph graph, Described described) {
        try {
            Job job = described.job();
            UUID run = UUID.randomUUID();
            lineage.start(run, job, described.model());
            environment.registerJobListener(new Refused(lineage, run, job));
            graph.registerJobStatusHook(lineage.endOf(run, job));
        } catch (IOException | RuntimeException e) {
            LOG.warn("lineage of this run is not told to {}; the job goes on without", lineage.place(), e);
        }
    }

    /** Tells of a job that the cluster did not take: of such a one it can't tell itself. */
    private record Refused(Lineage lineage, UUID run, Job job) implements JobListener {
        @Override
        public void onJobSubmitted(@Nullable JobClient client, @Nullable Throwable failure) {
            if (failure != null) {
                lineage.fail(run, job, failure);
            }
        }

        @Override
        public void onJobExecuted(@Nullable JobExecutionResult result, @Nullable Throwable failure) {}
    }
}
