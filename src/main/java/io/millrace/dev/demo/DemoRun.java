package io.millrace.dev.demo;

import io.millrace.adapter.file.Rows;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Settings;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.OldState;
import io.millrace.dev.Stack;
import io.millrace.dev.StackSettings;
import io.millrace.dev.TaskManagerMemory;
import io.millrace.dev.feed.Feed;
import io.millrace.dev.watch.Threads;
import io.millrace.dev.watch.TopicWatch;
import io.millrace.model.ModelCard;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import io.millrace.training.FileTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One demo from start to end: stack, topics, model, jobs, events, the live view, the reconciliation. */
final class DemoRun {
    private static final int PARTITIONS = 2;
    private static final TaskManagerMemory MEMORY = new TaskManagerMemory(640, 256, 512, 128, 384);
    private static final Duration HOLDOUT = Duration.ofDays(7);
    private static final Duration SLACK = Duration.ofHours(1);
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final List<String> JOBS = List.of("io.millrace.job.ScoringJob", "io.millrace.job.FeedbackJob");

    private final DemoPlan plan;
    private final Screen screen;
    private final Path definition;
    private final Pipeline pipeline;
    private final Topics topics;

    DemoRun(DemoPlan plan, Screen screen) {
        this.plan = plan;
        this.screen = screen;
        this.definition = plan.definition().toAbsolutePath();
        PipelineText text = PipelineCompiler.read(definition);
        this.pipeline = PipelineCompiler.compile(text);
        this.topics = Topics.of(pipeline);
    }

    /** Runs the demo and tells whether everything that went in came out. */
    boolean run() throws IOException {
        JobJars jars = JobJars.of(plan.project());
        screen.say("emptying " + plan.state().toAbsolutePath() + " ...");
        OldState.delete(plan.state());
        ModelCard model = train();
        screen.say("starting Kafka, the Schema Registry and Flink ...");
        try (Stack stack = start(jars)) {
            stack.broker().createTopics(partitions());
            JobWatch jobs = submit(stack, jars);
            return watch(stack, jobs, model);
        }
    }

    private ModelCard train() throws IOException {
        screen.say("training the model on the first " + plan.train().toDays() + " days of the events ...");
        try (Rows rows = plan.events().open()) {
            ModelCard card = new FileTraining(pipeline, new FileModelStore(store())).run(rows, plan.train(), HOLDOUT);
            screen.say("model " + card.digest() + ", trained on " + card.rows() + " events, " + card.positives()
                    + " positive");
            return card;
        }
    }

    private String store() {
        return plan.state().resolve("models").toAbsolutePath().toString();
    }

    private Stack start(JobJars jars) {
        return Stack.start(StackSettings.of(plan.project(), plan.state())
                .withMemory(MEMORY)
                .withFlinkLib(jars.lib(), jars.onnxRuntime()));
    }

    private Map<String, Integer> partitions() {
        Map<String, Integer> partitions = new HashMap<>();
        pipeline.sources().forEach(source -> partitions.put(source.topic(), PARTITIONS));
        topics.all().forEach(topic -> partitions.put(topic, PARTITIONS));
        return partitions;
    }

    private List<String> settings(Stack stack) {
        return List.of(
                "kafka.bootstrap.servers=" + stack.broker().bootstrapServers(),
                "registry.url=" + stack.registry().url(),
                "models.store=" + store(),
                "checkpoint.interval=500ms",
                "parallelism=1");
    }

    private Path profile() {
        return plan.project().resolve("conf/throughput.properties").toAbsolutePath();
    }

    private JobWatch submit(Stack stack, JobJars jars) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", definition.toString(), "--settings", profile().toString()));
        settings(stack).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        Map<String, String> ids = new HashMap<>();
        for (String job : JOBS) {
            screen.say("submitting " + job + " ...");
            ids.put(job, stack.flink().client().submit(new JobSubmission(jars.job(), job, arguments)));
        }
        return new JobWatch(stack.flink().rest(), ids, logs());
    }

    private boolean watch(Stack stack, JobWatch jobs, ModelCard model) {
        Settings settings = Settings.read(List.of(profile()), Map.of(), settings(stack));
        Ledger ledger = new Ledger(pipeline.scored().name(), model.trainedTo().toEpochMilli());
        Latency latency = new Latency();
        String brokers = stack.broker().bootstrapServers();
        Rows rows = plan.events().open();
        Feed feed = new Feed(pipeline, rows.name(), stack.registry().url());
        try (Threads threads = new Threads();
                EventProducer producer =
                        new EventProducer(rows, feed, brokers, pipeline.scored().topic(), plan.perSecond(), ledger);
                var predictions = new TopicWatch<>(
                        topics.predictions(),
                        Outputs.readPredictions(topics.predictions(), settings),
                        prediction -> {
                            ledger.seen(prediction);
                            latency.record(System.currentTimeMillis()
                                    - prediction.trigger().timestamp());
                        },
                        brokers);
                var examples = new TopicWatch<>(
                        topics.examples(), Outputs.readExamples(topics.examples(), settings), ledger::seen, brokers);
                var letters = new TopicWatch<>(
                        topics.deadLetters(),
                        Outputs.readDeadLetters(topics.deadLetters(), settings),
                        ledger::seen,
                        brokers);
                var feedbackLetters = new TopicWatch<>(
                        topics.feedbackDeadLetters(),
                        Outputs.readDeadLetters(topics.feedbackDeadLetters(), settings),
                        ledger::seenByFeedback,
                        brokers)) {
            threads.start("events", producer);
            threads.start("predictions", predictions);
            threads.start("examples", examples);
            threads.start("dead letters", letters);
            threads.start("dead letters of feedback", feedbackLetters);
            tellAddresses(stack);
            Progress.Parts parts = new Progress.Parts(producer, threads, jobs);
            return follow(new Progress(screen, ledger, latency, parts, outcomesFrom(model), model.trainedTo()));
        }
    }

    private boolean follow(Progress progress) {
        progress.untilSent(plan.length().orElse(FOREVER));
        boolean good = progress.untilAccountedFor();
        if (plan.keep()) {
            screen.say("stack and jobs stay up; Ctrl-C ends them");
            progress.forever();
        }
        return good;
    }

    /** The event time after which the first outcomes are known: those of the first events, with which the training began too. */
    private long outcomesFrom(ModelCard model) {
        OutcomeSpec outcome = pipeline.outcome();
        return outcome == null
                ? Long.MAX_VALUE
                : model.trainedTo().minus(plan.train()).toEpochMilli() + outcome.horizon() + SLACK.toMillis();
    }

    private Path logs() {
        return plan.state().resolve("logs").toAbsolutePath();
    }

    private void tellAddresses(Stack stack) {
        screen.say("");
        screen.say("  Flink web UI     " + stack.flink().rest().url());
        screen.say("  Kafka            " + stack.broker().bootstrapServers());
        screen.say("  Schema Registry  " + stack.registry().url());
        screen.say("  topics           "
                + String.join(
                        ", ", pipeline.sources().stream().map(Source::topic).toList()) + " > "
                + String.join(", ", topics.all()));
        screen.say("  logs             " + logs());
        screen.say("  try              node examples/node-consumer/consumer.mjs --brokers "
                + stack.broker().bootstrapServers() + " --registry "
                + stack.registry().url() + " --topic " + topics.predictions() + " --count 5");
        screen.say("                   scripts/millrace plan " + definition);
        screen.say("");
    }
}
