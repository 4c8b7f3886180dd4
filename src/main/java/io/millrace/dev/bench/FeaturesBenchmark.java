package io.millrace.dev.bench;

import io.millrace.adapter.file.Row;
import io.millrace.dev.AddedJars;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.Stack;
import io.millrace.dev.StackSettings;
import io.millrace.job.WindowAggregate;
import io.millrace.pipeline.Pipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Measures features without a model against a plain copy, Flink SQL and a list that is scanned, all from Kafka to Kafka, exactly once, on the same events, settings, partitions and slots.
 *
 * <p>The topic is full before a job starts. Each run is in a new TaskManager process, in a consumer group of its own, into topics that are empty. For a sample of the entities, the newest
 * committed output of each run is compared with values computed in the plainest way.
 */
final class FeaturesBenchmark {
    private final FeaturesPlan plan;
    private final PrintWriter progress;

    FeaturesBenchmark(FeaturesPlan plan, PrintWriter progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * What came out, by the names of the runs.
     *
     * @param runs all of them
     * @param trials of the runs that were fast enough to be measured
     * @param topics what they read
     */
    record Outcome(List<FeatureRun> runs, Map<String, FeatureTrial> trials, Map<Workload, FilledTopic> topics) {
        /** The trial of a run, if it was made. */
        Optional<FeatureTrial> trial(String name) {
            return Optional.ofNullable(trials.get(name));
        }
    }

    Outcome run() {
        JobJars jars = JobJars.of(plan.project());
        say("starting a stack in " + plan.stack());
        try (Stack stack = Stack.start(settings(jars));
                KafkaTopics topics = new KafkaTopics(stack.broker(), plan.parallelism())) {
            List<FeatureRun> runs = new ArrayList<>();
            Map<String, FeatureTrial> trials = new LinkedHashMap<>();
            Map<Workload, FilledTopic> filled = new LinkedHashMap<>();
            plan.runs().forEach((workload, ofIt) -> {
                FilledTopic topic = fill(stack, topics, workload);
                filled.put(workload, topic.withoutHistories());
                for (FeatureRun run : ofIt) {
                    runs.add(run);
                    trial(stack, topics, jars, run, topic).ifPresent(trial -> trials.put(run.name(), trial));
                }
            });
            return new Outcome(runs, trials, filled);
        }
    }

    private StackSettings settings(JobJars jars) {
        Path[] lib = Stream.concat(Stream.of(jars.lib()), AddedJars.ofSql(plan.project()).stream())
                .toArray(Path[]::new);
        return StackSettings.of(plan.project(), plan.stack())
                .withTaskManagers(0, plan.parallelism())
                .withMemory(PipelineBenchmark.MEMORY)
                .withFlinkLib(lib);
    }

    private FilledTopic fill(Stack stack, KafkaTopics topics, Workload workload) {
        Pipeline pipeline = FeatureDefinition.THIRTY.compiled(plan.definitions());
        topics.makeAnew(List.of(pipeline.scored().topic()));
        long events = Math.min(workload.inWindow() + plan.events(), workload.most());
        say("filling the topic: " + workload);
        try (SampledRows rows = new SampledRows(workload.rows())) {
            Filling.Filled filled = new Filling(
                            pipeline,
                            stack.broker().bootstrapServers(),
                            stack.registry().url())
                    .fill(rows, events, row -> partition(workload, row));
            return new FilledTopic(events, rows.untilFull(), rows.customers(), filled.bytes(), rows.historyOfPayment());
        }
    }

    /** Generated entities are spread evenly, so that no partition runs far ahead in event time; real ones as Kafka does it. */
    private @Nullable Integer partition(Workload workload, Row row) {
        String customer = row.cell("CUSTOMER_ID");
        return workload.data() != null || customer == null ? null : Integer.parseInt(customer) % plan.parallelism();
    }

    private Optional<FeatureTrial> trial(
            Stack stack, KafkaTopics topics, JobJars jars, FeatureRun run, FilledTopic topic) {
        Path definition = run.definition().write(plan.definitions());
        Pipeline pipeline = run.definition().compiled(plan.definitions());
        JobUnderTest job = run.engine().job(pipeline);
        Map<String, String> settings = plan.settings(
                stack.broker().bootstrapServers(),
                stack.registry().url(),
                "bench-" + run.name() + "-" + System.currentTimeMillis());
        JobSubmission submission = new JobSubmission(jars.job(), job.mainClass(), plan.arguments(definition, settings));
        TimedRun timed = new TimedRun(stack, topics, plan);
        Optional<FeatureTrial> trial = timed.run(job, submission, topic);
        if (run.engine() != FeatureRun.Engine.COPY) {
            trial = trial.map(measured -> measured.checked(check(stack, timed.committed(), pipeline, run, topic)));
        }
        say(line(run, trial));
        return trial;
    }

    private static OutputCheck.Result check(
            Stack stack, Map<TopicPartition, Long> committed, Pipeline pipeline, FeatureRun run, FilledTopic topic) {
        return new OutputCheck(
                        stack.broker().bootstrapServers(),
                        topic.histories(),
                        WindowAggregate.of(pipeline),
                        run.definition().hop())
                .check(committed);
    }

    private static String line(FeatureRun run, Optional<FeatureTrial> trial) {
        return trial.map(measured -> run.name() + ": "
                        + FigureTable.number(measured.steady().eventsPerSecond(), 0) + " events/s, "
                        + FigureTable.number(measured.steady().cpuSecondsPerMillion(), 2)
                        + " CPU seconds for a million")
                .orElse(run.name() + ": left out, its windows were not full in time");
    }

    private void say(String line) {
        progress.println("bench: " + line);
    }
}
