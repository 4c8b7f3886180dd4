package io.millrace.dev.bench;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.registry.Outputs;
import io.millrace.config.Settings;
import io.millrace.dev.FlinkRest;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.Stack;
import io.millrace.dev.Waiting;
import io.millrace.dev.commands.Commands;
import io.millrace.dev.watch.Patience;
import io.millrace.job.BackfillJob;
import io.millrace.job.LakeJob;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** The runs of the lake's benchmark, each job in a new TaskManager. A run has a name; its lake has it too, and begins empty. */
final class LakeRuns {
    static final String VECTORS = "vectors";
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;
    private static final Duration STANDSTILL = Duration.ofMinutes(3);

    private final PipelinePlan plan;
    private final Map<String, String> settings;
    private final Pipeline pipeline;
    private final Stack stack;
    private final KafkaTopics topics;
    private final JobJars jars;
    private final String prefix = "bench_" + System.currentTimeMillis();

    /** @param settings of the jobs, over those of the plan */
    LakeRuns(
            PipelinePlan plan,
            Map<String, String> settings,
            Pipeline pipeline,
            Stack stack,
            KafkaTopics topics,
            JobJars jars) {
        this.plan = plan;
        this.settings = Map.copyOf(settings);
        this.pipeline = pipeline;
        this.stack = stack;
        this.topics = topics;
        this.jars = jars;
    }

    private Map<String, String> settings(String run) {
        Map<String, String> all = plan.settings(
                stack.broker().bootstrapServers(), stack.registry().url(), prefix + "-" + run);
        all.putAll(settings);
        all.put("lake.warehouse", plan.state().resolve("lake").toString());
        all.put("lake.namespace", prefix + "_" + run);
        all.put("backfill.table", VECTORS);
        return all;
    }

    /** The lake of a run. */
    Lake lake(String run) {
        return Lake.open(pipeline.name(), Settings.of(settings(run)));
    }

    private Commands commands(String run) {
        return new Commands(plan.arguments(settings(run)));
    }

    private String submit(Class<?> job, String run) {
        return stack.flink()
                .client()
                .submit(new JobSubmission(jars.job(), job.getName(), plan.arguments(settings(run))));
    }

    /** The lake's job by itself over topics that are full: from 10% of the records to 95%. */
    Stretch keep(String run, long records) {
        TaskManager taskManager = new TaskManager(stack);
        ProcessUsage usage = taskManager.start();
        String id = submit(LakeJob.class, run);
        try (Sampler sampler = Sampler.start(() -> new Sample(
                System.nanoTime() / NANOS, rest().counter(id, "not held yet", "numRecordsOut"), usage.cpuSeconds()))) {
            await(id, "the lake's job has taken in all events", sampler::results, records);
            Stretch steady = Stretch.between(sampler.samples(), records * Trial.STEADY_FROM, records * Trial.STEADY_TO);
            awaitLake(id, run, records);
            rest().cancel(id);
            return steady;
        } finally {
            taskManager.end();
        }
    }

    /** The scoring job by itself. */
    Trial score(String run) {
        return score(run, TrialRun.Company.NONE);
    }

    /**
     * The scoring job with the lake's job in the same TaskManager, which is given the time to take in all that is there.
     *
     * @param events of all sources
     */
    Trial scoreAndKeep(String run, long events) {
        return score(run, new TrialRun.Company() {
            private String id = "";

            @Override
            public void begin() {
                id = submit(LakeJob.class, run);
            }

            @Override
            public void end(Output output) {
                awaitLake(id, run, events + output.results() + output.deadLetters());
                rest().cancel(id);
            }
        });
    }

    private Trial score(String run, TrialRun.Company company) {
        JobUnderTest job = JobUnderTest.scoring(pipeline);
        Map<String, String> all = settings(run);
        CommittedOutput committed = new CommittedOutput(
                job,
                topics,
                stack.broker().bootstrapServers(),
                pipeline.scored().name(),
                Outputs.readDeadLetters(Topics.of(pipeline).deadLetters(), Settings.of(all))
                        .open());
        JobSubmission submission = new JobSubmission(jars.job(), job.mainClass(), plan.arguments(all));
        return new TrialRun(stack, topics, plan.events()).run(job, submission, committed, company);
    }

    /** All vectors again from the lake of a run, from the job's start to its end. */
    Stretch backfill(String run) {
        TaskManager taskManager = new TaskManager(stack);
        ProcessUsage usage = taskManager.start();
        double before = usage.cpuSeconds();
        try {
            String id = submit(BackfillJob.class, run);
            await(id, "the backfill is done", () -> rest().state(id).equals("FINISHED") ? 1 : 0, 1);
            return new Stretch(plan.events(), rest().duration(id).toMillis() / MILLIS, usage.cpuSeconds() - before);
        } finally {
            taskManager.end();
        }
    }

    /**
     * All predictions again from the lake of a run, by this process, reading within.
     *
     * @throws BenchException where not all come out the same
     */
    Stretch replay(String run, long predictions) {
        ProcessUsage own = new ProcessUsage(ProcessHandle.current().pid());
        double before = own.cpuSeconds();
        long start = System.nanoTime();
        Commands.Replay replay = commands(run).replayFromLake();
        double seconds = (System.nanoTime() - start) / NANOS;
        if (replay.code() != 0 || replay.matching() != predictions) {
            throw new BenchException(
                    "Not all of the " + predictions + " predictions came out of the lake again:\n" + replay.text());
        }
        return new Stretch(predictions, seconds, own.cpuSeconds() - before);
    }

    /** Until the lake holds at least so many records, and Kafka has no other. */
    private void awaitLake(String id, String run, long least) {
        Patience patience = new Patience(STANDSTILL);
        Commands.LakeCheck check = commands(run).checkLake();
        while (check.rows() < least || check.behind() > 0) {
            if (!patience.lasts(System.nanoTime(), check.rows()) || isBroken(id)) {
                throw new BenchException("The lake does not get on:\n" + check.text() + failure(id));
            }
            Waiting.pause("the lake gets on");
            check = commands(run).checkLake();
        }
        if (!check.proven()) {
            throw new BenchException("The lake does not hold every record once:\n" + check.text());
        }
    }

    private void await(String id, String what, LongSupplier count, long enough) {
        Patience patience = new Patience(STANDSTILL);
        for (long now = count.getAsLong(); now < enough; now = count.getAsLong()) {
            if (!patience.lasts(System.nanoTime(), now) || isBroken(id)) {
                throw new BenchException("Waited in vain until " + what + "; it stands at " + now + " of " + enough
                        + ". " + failure(id));
            }
            Waiting.pause(what);
        }
    }

    private boolean isBroken(String id) {
        return rest().failure(id).isPresent();
    }

    private String failure(String id) {
        return rest().failure(id).orElse("See the logs of the stack");
    }

    private FlinkRest rest() {
        return stack.flink().rest();
    }
}
