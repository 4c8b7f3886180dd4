package io.millrace.dev.bench;

import io.millrace.adapter.file.Rows;
import io.millrace.adapter.registry.Outputs;
import io.millrace.config.Settings;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.Stack;
import io.millrace.dev.StackSettings;
import io.millrace.dev.TaskManagerMemory;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the card-fraud pipeline against a plain copy from Kafka to Kafka, both exactly once, on the same events, settings, partitions and slots.
 *
 * <p>The topics are full before a job starts, so each job reads as fast as it can. The jobs alternate, each run in a new TaskManager process, from the
 * earliest record, in a consumer group of its own, into topics that are empty. Broker, registry and JobManager run on the same machine all the time; what
 * they use is not in the figures. Before a speed counts, the committed output is read back: one prediction or dead letter for each event.
 */
final class PipelineBenchmark {
    static final TaskManagerMemory MEMORY = new TaskManagerMemory(768, 256, 512, 128, 256);

    private final PipelinePlan plan;
    private final PrintWriter progress;
    private final Pipeline pipeline;

    PipelineBenchmark(PipelinePlan plan, PrintWriter progress) {
        this.plan = plan;
        this.progress = progress;
        this.pipeline = PipelineCompiler.compile(PipelineCompiler.read(plan.definition()));
    }

    /**
     * What came out.
     *
     * @param filled what the jobs read; the copy reads only the events that are scored
     * @param trials of each job, by its name
     */
    record Outcome(Filling.Filled filled, Map<String, List<Trial>> trials) {}

    Outcome run() throws IOException {
        JobJars jars = JobJars.of(plan.project());
        say("training or finding the model");
        try (Rows rows = plan.rows().get()) {
            say("model " + BenchModel.champion(pipeline, plan.models(), rows).digest());
        }
        say("starting a stack in " + stackDirectory());
        try (Stack stack = Stack.start(StackSettings.of(plan.project(), stackDirectory())
                        .withTaskManagers(0, plan.parallelism())
                        .withMemory(MEMORY)
                        .withFlinkLib(jars.lib()));
                KafkaTopics topics = new KafkaTopics(stack.broker(), plan.parallelism())) {
            Filling.Filled filled = fill(stack, topics);
            return new Outcome(filled, trials(stack, topics, jars));
        }
    }

    private Path stackDirectory() {
        return plan.state().resolve("stack");
    }

    private Filling.Filled fill(Stack stack, KafkaTopics topics) {
        say("filling topics with " + plan.events() + " events");
        topics.makeAnew(pipeline.sources().stream().map(Source::topic).toList());
        try (Rows rows = plan.rows().get()) {
            return new Filling(
                            pipeline,
                            stack.broker().bootstrapServers(),
                            stack.registry().url())
                    .fill(rows, plan.events());
        }
    }

    private Map<String, List<Trial>> trials(Stack stack, KafkaTopics topics, JobJars jars) {
        Map<String, List<Trial>> trials = new LinkedHashMap<>();
        String prefix = "bench-" + System.currentTimeMillis();
        TrialRun run = new TrialRun(stack, topics, plan.events());
        for (int round = 1; round <= plan.rounds(); round++) {
            for (JobUnderTest job : List.of(JobUnderTest.copy(pipeline), JobUnderTest.scoring(pipeline))) {
                Map<String, String> settings = plan.settings(
                        stack.broker().bootstrapServers(), stack.registry().url(), prefix + "-" + round);
                JobSubmission submission = new JobSubmission(jars.job(), job.mainClass(), plan.arguments(settings));
                Trial trial = run.run(job, submission, committed(job, topics, stack, settings));
                trials.computeIfAbsent(job.name(), name -> new ArrayList<>()).add(trial);
                say("run " + round + " of " + job.name() + ": "
                        + FigureTable.number(trial.steady().eventsPerSecond(), 0) + " events/s, "
                        + FigureTable.number(trial.steady().cpuSecondsPerMillion(), 2) + " CPU seconds for a million");
            }
        }
        return trials;
    }

    private CommittedOutput committed(JobUnderTest job, KafkaTopics topics, Stack stack, Map<String, String> settings) {
        RecordDecoder<DeadLetter> letters = Outputs.readDeadLetters(
                        Topics.of(pipeline).deadLetters(), Settings.of(settings))
                .open();
        return new CommittedOutput(
                job,
                topics,
                stack.broker().bootstrapServers(),
                pipeline.scored().name(),
                letters);
    }

    private void say(String line) {
        progress.println("bench: " + line);
    }
}
