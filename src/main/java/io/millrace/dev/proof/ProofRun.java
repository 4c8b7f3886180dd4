package io.millrace.dev.proof;

import io.millrace.adapter.file.Rows;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.Settings;
import io.millrace.dev.AddedJars;
import io.millrace.dev.JobJars;
import io.millrace.dev.OldState;
import io.millrace.dev.Stack;
import io.millrace.dev.StackException;
import io.millrace.dev.StackSettings;
import io.millrace.dev.TaskManagerMemory;
import io.millrace.dev.Waiting;
import io.millrace.dev.commands.Commands;
import io.millrace.dev.watch.Patience;
import io.millrace.dev.watch.Threads;
import io.millrace.dev.watch.TopicWatch;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import io.millrace.training.FileTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** One proof from start to end: model, stack, jobs, events, disturbances, then the lake checked, Kafka emptied, and every prediction computed again. */
final class ProofRun {
    private static final int PARTITIONS = 4;
    private static final TaskManagerMemory MEMORY = new TaskManagerMemory(1024, 256, 768, 192, 384);
    private static final Duration STANDSTILL = Duration.ofMinutes(3);
    private static final long SAID_EACH = Duration.ofSeconds(10).toNanos();
    private static final long CHECKED_EACH = Duration.ofSeconds(2).toNanos();

    private final ProofPlan plan;
    private final Steps steps;

    ProofRun(ProofPlan plan, Steps steps) {
        this.plan = plan;
        this.steps = steps;
    }

    Proof run() throws IOException {
        JobJars jars = JobJars.of(plan.project());
        List<Path> added = AddedJars.ofLake(plan.project());
        OldState.delete(plan.state());
        Path definition = definition();
        Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(definition));
        steps.begin("train", "training the model on the first " + plan.train().toHours() + " hours of the events");
        try (Rows rows = plan.rows()) {
            var unused = new FileTraining(
                            pipeline, new FileModelStore(plan.models().toString()))
                    .run(rows, plan.train(), plan.holdout());
        }
        long events = plan.count();
        steps.begin("start", "starting Kafka, the Schema Registry and Flink");
        try (Stack stack = Stack.start(StackSettings.of(plan.project(), plan.state())
                .withTaskManagers(1, ProofJobs.SLOTS)
                .withMemory(MEMORY)
                .withFlinkLib(Stream.concat(Stream.of(jars.lib(), jars.onnxRuntime()), added.stream())
                        .toArray(Path[]::new)))) {
            stack.broker().createTopics(partitions(pipeline));
            ProofJobs jobs = new ProofJobs(stack, jars, arguments(definition, stack));
            return prove(pipeline, stack, jobs, new Commands(arguments(definition, stack)), events);
        }
    }

    /** The definition, in a copy where its {@code late} is another one. */
    private Path definition() throws IOException {
        if (plan.late().isEmpty()) {
            return plan.definition().toAbsolutePath();
        }
        Path file =
                Files.isDirectory(plan.definition()) ? plan.definition().resolve("pipeline.yaml") : plan.definition();
        String text = Files.readString(file).replaceAll("(?m)^late:.*\n", "");
        Path copy = plan.state().resolve("pipeline.yaml");
        return Files.writeString(
                copy, text.replaceFirst("(?m)^pipeline:", "late: " + plan.late().get() + "\npipeline:"));
    }

    private static Map<String, Integer> partitions(Pipeline pipeline) {
        Map<String, Integer> partitions = new HashMap<>();
        pipeline.sources().forEach(source -> partitions.put(source.topic(), PARTITIONS));
        Topics.of(pipeline).all().forEach(topic -> partitions.put(topic, PARTITIONS));
        return partitions;
    }

    private List<String> arguments(Path definition, Stack stack) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline",
                definition.toString(),
                "--settings",
                plan.profile().toString()));
        settings(stack).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }

    private List<String> settings(Stack stack) {
        return List.of(
                "kafka.bootstrap.servers=" + stack.broker().bootstrapServers(),
                "registry.url=" + stack.registry().url(),
                "models.store=" + plan.models(),
                "lake.warehouse=" + plan.lake(),
                "checkpoint.interval=3s",
                "source.idle=20s");
    }

    private Proof prove(Pipeline pipeline, Stack stack, ProofJobs jobs, Commands commands, long events) {
        steps.begin("score", "sending " + events + " rows to the jobs");
        Sender sender = new Sender(
                plan,
                pipeline,
                stack.broker().bootstrapServers(),
                stack.registry().url());
        Answers answers = new Answers(pipeline.scored().topic());
        score(pipeline, stack, jobs, sender, answers, events);
        steps.begin("keep", "every record has its answer; waiting for the lake");
        awaitLake(jobs, commands);
        jobs.cancel();
        steps.begin("check", "checking the lake");
        Commands.LakeCheck check = commands.checkLake();
        forget(pipeline, stack);
        steps.begin("replay", "Kafka is empty; computing all predictions again from the lake");
        HeapPeak heap = HeapPeak.fromNow();
        Commands.Replay replay = commands.replayFromLake();
        steps.end();
        Sender.Sent sent = sender.sent();
        if (sent == null) {
            throw new StackException("The events were not all sent");
        }
        return new Proof(plan, sent, answers.totals(), check, replay, heap.mib(), steps.seconds());
    }

    private void score(Pipeline pipeline, Stack stack, ProofJobs jobs, Sender sender, Answers answers, long events) {
        Topics topics = Topics.of(pipeline);
        Settings settings = Settings.read(List.of(plan.profile()), Map.of(), settings(stack));
        String brokers = stack.broker().bootstrapServers();
        try (Threads threads = new Threads();
                var predictions = new TopicWatch<>(
                        topics.predictions(),
                        Outputs.readPredictions(topics.predictions(), settings),
                        answers::seen,
                        brokers);
                var letters = new TopicWatch<>(
                        topics.deadLetters(),
                        Outputs.readDeadLetters(topics.deadLetters(), settings),
                        answers::seen,
                        brokers)) {
            threads.start("predictions", predictions);
            threads.start("dead letters", letters);
            threads.start("events", sender);
            for (Disturbance disturbance : Disturbance.of(plan.kills(), plan.rescalings(), plan.seed())) {
                long enough = Math.round(events * disturbance.at());
                await(answers, jobs, threads, () -> answers.totals().answered() >= enough);
                steps.say(disturbance.kind() + " at " + answers.totals().answered() + " answers");
                jobs.disturb(disturbance.kind());
            }
            threads.await("events");
            await(answers, jobs, threads, () -> {
                Sender.Sent sent = sender.sent();
                return sent != null && answers.totals().answered() >= sent.scored();
            });
        }
    }

    private void await(Answers answers, ProofJobs jobs, Threads threads, BooleanSupplier condition) {
        Patience patience = new Patience(STANDSTILL);
        long said = System.nanoTime();
        long checked = said;
        while (!condition.getAsBoolean()) {
            threads.check();
            long now = System.nanoTime();
            long answered = answers.totals().answered();
            if (!patience.lasts(now, answered)) {
                throw new StackException("Only " + answered + " records have an answer, and none has come for "
                        + STANDSTILL.toMinutes() + " minutes; the first without one in each partition are at offsets "
                        + IntStream.range(0, PARTITIONS)
                                .mapToObj(answers::firstUnanswered)
                                .toList() + "; the logs are in " + plan.state().resolve("logs"));
            }
            if (now - checked > CHECKED_EACH) {
                checked = now;
                jobs.check();
            }
            if (now - said > SAID_EACH) {
                said = now;
                steps.say(answered + " answers");
            }
            pause();
        }
    }

    private void awaitLake(ProofJobs jobs, Commands commands) {
        Patience patience = new Patience(STANDSTILL);
        Commands.LakeCheck check = commands.checkLake();
        while (check.rows() == 0 || check.behind() > 0) {
            jobs.check();
            if (!patience.lasts(System.nanoTime(), check.rows())) {
                throw new StackException("The lake does not get on:\n" + check.text());
            }
            steps.say(check.rows() + " rows in the lake, " + check.behind() + " records behind");
            pause();
            check = commands.checkLake();
        }
    }

    private static void pause() {
        Waiting.pause("the proof goes on");
    }

    /** Deletes all topics that replay could read from. */
    private static void forget(Pipeline pipeline, Stack stack) {
        Topics topics = Topics.of(pipeline);
        List<String> all =
                new ArrayList<>(List.of(topics.predictions(), topics.shadowPredictions(), topics.deadLetters()));
        pipeline.sources().stream().map(Source::topic).forEach(all::add);
        try (Admin admin = stack.broker().admin()) {
            admin.deleteTopics(all).all().get();
        } catch (ExecutionException e) {
            throw new StackException("The topics can't be deleted: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while topics were deleted", e);
        }
    }
}
