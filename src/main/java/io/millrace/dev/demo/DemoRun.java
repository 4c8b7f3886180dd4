package io.millrace.dev.demo;

import io.millrace.adapter.file.Rows;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Settings;
import io.millrace.dev.FlinkRest;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.Stack;
import io.millrace.dev.StackException;
import io.millrace.dev.StackSettings;
import io.millrace.dev.TaskManagerMemory;
import io.millrace.dev.demo.Latency.Percentiles;
import io.millrace.dev.demo.Ledger.Totals;
import io.millrace.dev.feed.Feed;
import io.millrace.model.ModelCard;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import io.millrace.training.FileTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One demo from start to end: stack, topics, model, jobs, events, the live view, the reconciliation. */
final class DemoRun {
    private static final int PARTITIONS = 2;
    private static final TaskManagerMemory MEMORY = new TaskManagerMemory(640, 256, 512, 128, 384);
    private static final Duration HOLDOUT = Duration.ofDays(7);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final List<String> JOBS = List.of("io.millrace.job.ScoringJob", "io.millrace.job.FeedbackJob");

    private final DemoPlan plan;
    private final Screen screen;
    private final Path definition;
    private final Pipeline pipeline;
    private final Topics topics;

    DemoRun(DemoPlan plan, Screen screen) {
        this.plan = plan;
        this.screen = screen;
        this.definition =
                plan.project().resolve("jobs/card-fraud/pipeline.yaml").toAbsolutePath();
        PipelineText text = PipelineCompiler.read(definition);
        this.pipeline = PipelineCompiler.compile(text);
        this.topics = Topics.of(pipeline);
    }

    /** Runs the demo and tells whether everything that went in came out. */
    boolean run() throws IOException {
        JobJars jars = JobJars.of(plan.project());
        new EmptyDirectory(plan.state()).make();
        ModelCard model = train();
        screen.say("starting Kafka, the Schema Registry and Flink ...");
        try (Stack stack = start(jars)) {
            stack.broker().createTopics(partitions());
            List<String> jobs = submit(stack, jars);
            return watch(stack, jobs, model);
        }
    }

    private ModelCard train() throws IOException {
        screen.say("training the model on the first " + plan.train().toDays() + " days of the events ...");
        try (Rows rows = plan.events().open()) {
            ModelCard card = new FileTraining(pipeline, new FileModelStore(store())).run(rows, plan.train(), HOLDOUT);
            screen.say("model " + card.digest() + ", trained on " + card.rows() + " transactions, " + card.positives()
                    + " frauds");
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

    private List<String> submit(Stack stack, JobJars jars) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", definition.toString(), "--settings", profile().toString()));
        settings(stack).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        List<String> ids = new ArrayList<>();
        for (String job : JOBS) {
            screen.say("submitting " + job + " ...");
            ids.add(stack.flink().client().submit(new JobSubmission(jars.job(), job, arguments)));
        }
        return ids;
    }

    private boolean watch(Stack stack, List<String> jobs, ModelCard model) {
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
                        brokers)) {
            threads.start("events", producer);
            threads.start("predictions", predictions);
            threads.start("examples", examples);
            threads.start("dead letters", letters);
            tellAddresses(stack);
            Progress progress =
                    new Progress(stack.flink().rest(), jobs, ledger, latency, model.trainedTo(), threads, producer);
            return progress.run();
        }
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
        screen.say("  logs             " + plan.state().resolve("logs").toAbsolutePath());
        screen.say("  try              node examples/node-consumer/consumer.mjs --brokers "
                + stack.broker().bootstrapServers() + " --registry "
                + stack.registry().url() + " --topic " + topics.predictions() + " --count 5");
        screen.say("");
    }

    /** Shows what happens each second, while events are sent and until everything is accounted for. */
    private final class Progress {
        private final FlinkRest flink;
        private final List<String> jobs;
        private final Ledger ledger;
        private final Latency latency;
        private final Instant trainedUntil;
        private final Threads threads;
        private final EventProducer producer;
        private final long start = System.nanoTime();
        private long predictionsBefore;

        Progress(
                FlinkRest flink,
                List<String> jobs,
                Ledger ledger,
                Latency latency,
                Instant trainedUntil,
                Threads threads,
                EventProducer producer) {
            this.flink = flink;
            this.jobs = jobs;
            this.ledger = ledger;
            this.latency = latency;
            this.trainedUntil = trainedUntil;
            this.threads = threads;
            this.producer = producer;
        }

        boolean run() {
            long end = plan.length().map(length -> start + length.toNanos()).orElse(Long.MAX_VALUE);
            showWhile(() -> System.nanoTime() < end && !producer.exhausted());
            producer.stop();
            threads.await("events");
            long patience = System.nanoTime() + PATIENCE.toNanos();
            showWhile(() -> !ledger.totals().reconciled() && System.nanoTime() < patience);
            boolean good = verdict(ledger.totals());
            if (plan.keep()) {
                screen.say("the stack stays up; Ctrl-C ends it");
                showWhile(() -> true);
            }
            return good;
        }

        private boolean verdict(Totals totals) {
            screen.say(View.reconciliation(totals));
            boolean good = totals.reconciled() && totals.predictions() > 0;
            if (totals.predictions() > 0 && outcomesAreDue(totals) && totals.examples() == 0) {
                screen.say("no labelled example came although horizons have passed; see the log of the TaskManager");
                good = false;
            }
            screen.say(totals.examples() + " labelled examples, precision and recall as above; overall latency p50 "
                    + latency.overall().p50() + " ms, p99 " + latency.overall().p99() + " ms");
            return good;
        }

        private boolean outcomesAreDue(Totals totals) {
            var outcome = pipeline.outcome();
            long first = trainedUntil.minus(plan.train()).toEpochMilli();
            return outcome != null
                    && totals.eventTime()
                            > first + outcome.horizon() + Duration.ofHours(1).toMillis();
        }

        private void showWhile(BooleanSupplier condition) {
            while (condition.getAsBoolean()) {
                long next = System.nanoTime() + SECOND;
                check();
                show();
                while (condition.getAsBoolean() && System.nanoTime() < next) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
        }

        private void check() {
            producer.check();
            threads.check();
            for (String job : jobs) {
                if (!flink.running(job)) {
                    flink.failure(job).ifPresent(cause -> {
                        throw new StackException("Job " + job + " has failed: " + cause);
                    });
                }
            }
        }

        private void show() {
            Totals totals = ledger.totals();
            long predictions = totals.predictions() - predictionsBefore;
            predictionsBefore = totals.predictions();
            Percentiles recent = latency.sinceLast();
            Duration running = Duration.ofNanos(System.nanoTime() - start);
            screen.show(new View.Moment(running, totals, predictions, recent, latency.overall()), trainedUntil);
        }
    }
}
