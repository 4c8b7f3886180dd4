package io.millrace.dev.bench;

import io.millrace.dev.FlinkRest;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.Stack;
import io.millrace.dev.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs a job in a new TaskManager until its windows are full, then measures it for a given time, or until few events are left. So a slow job is measured as long as a fast one, on fewer
 * events. Progress is the number of records in its output topics, committed or not.
 */
final class TimedRun {
    private static final Set<String> GOING_ON = Set.of("INITIALIZING", "CREATED", "RUNNING");
    private static final double NANOS = 1e9;
    private static final double MILLION = 1e6;
    /** Of the events behind the warm-up, where a fast job is measured at the latest. */
    private static final double STEADY_FROM = 0.5;

    private static final double STEADY_TO = 0.95;

    private final Stack stack;
    private final KafkaTopics topics;
    private final FeaturesPlan plan;

    /** Up to where the output was committed while the job still ran. What comes after that was aborted when the job was cancelled. */
    private Map<TopicPartition, Long> committed = Map.of();

    TimedRun(Stack stack, KafkaTopics topics, FeaturesPlan plan) {
        this.stack = stack;
        this.topics = topics;
        this.plan = plan;
    }

    /** How far the job and all around it were at one moment. */
    private record Moment(long results, double brokerCpuSeconds, long allocated) {}

    /**
     * Measures a job.
     *
     * @param filled the events that it reads
     * @return empty where it was so slow that its windows were not full in time
     * @throws BenchException where it fails
     */
    Optional<FeatureTrial> run(JobUnderTest job, JobSubmission submission, FilledTopic filled) {
        topics.makeAnew(job.topics());
        TaskManager taskManager = new TaskManager(stack);
        ProcessUsage usage = taskManager.start();
        try (Sampler sampler = Sampler.start(() -> sample(job, usage));
                Allocation allocation = Allocation.of(usage.pid())) {
            String id = stack.flink().client().submit(submission);
            Optional<FeatureTrial> trial = measure(job, id, sampler, allocation, filled);
            rest().cancel(id);
            return trial;
        } finally {
            taskManager.end();
        }
    }

    private Optional<FeatureTrial> measure(
            JobUnderTest job, String id, Sampler sampler, Allocation allocation, FilledTopic filled) {
        if (!warmUp(job, id, sampler, filled)) {
            return Optional.empty();
        }
        Moment start = moment(sampler, allocation);
        double last = filled.untilFull() + (filled.events() - filled.untilFull()) * STEADY_TO;
        long began = System.nanoTime();
        while (System.nanoTime() - began < plan.steady().toNanos() && sampler.results() < last) {
            pause(job, id);
        }
        Moment end = moment(sampler, allocation);
        List<Sample> samples = sampler.samples();
        Waiting.until("a checkpoint of " + job.name(), () -> rest().completedCheckpoints(id) > 0);
        Waiting.until("output of " + job.name() + " is committed", () -> {
            committed = topics.committed(List.of(job.results()));
            return committed.values().stream().anyMatch(offset -> offset > 0);
        });
        checkUnbroken(job, id);
        return Optional.of(trial(samples, start, end, JobReport.fetch(rest().url(), id), filled));
    }

    /** Up to where the results of the job that ran last were committed, in each partition. */
    Map<TopicPartition, Long> committed() {
        return committed;
    }

    /** Waits until the windows are full and the JVM has had some time to warm up. */
    private boolean warmUp(JobUnderTest job, String id, Sampler sampler, FilledTopic filled) {
        double enough = filled.untilFull() + (filled.events() - filled.untilFull()) * STEADY_FROM;
        Duration limit = plan.patience();
        long submitted = System.nanoTime();
        long first = Long.MAX_VALUE;
        while (System.nanoTime() - submitted < limit.toNanos()) {
            long results = sampler.results();
            first = results > 0 ? Math.min(first, System.nanoTime()) : first;
            boolean isWarm =
                    results > 0 && System.nanoTime() - first > plan.warmUp().toNanos();
            if (results >= enough || (results >= filled.untilFull() && isWarm)) {
                return true;
            }
            pause(job, id);
        }
        return false;
    }

    private void pause(JobUnderTest job, String id) {
        Waiting.pause("the " + job.name() + " job goes on");
        checkUnbroken(job, id);
    }

    private FeatureTrial trial(List<Sample> samples, Moment start, Moment end, JobReport report, FilledTopic filled) {
        long events = Math.max(1, end.results() - start.results());
        return new FeatureTrial(
                Stretch.between(samples, (double) start.results(), (double) end.results()),
                (end.brokerCpuSeconds() - start.brokerCpuSeconds()) / events * MILLION,
                (double) (end.allocated() - start.allocated()) / events,
                report,
                end.results(),
                filled.entities(),
                null);
    }

    private Sample sample(JobUnderTest job, ProcessUsage usage) {
        return new Sample(System.nanoTime() / NANOS, topics.written(job.topics()), usage.cpuSeconds());
    }

    private Moment moment(Sampler sampler, Allocation allocation) {
        ProcessUsage broker = new ProcessUsage(stack.broker()
                .process()
                .orElseThrow(() -> new BenchException("The broker has ended"))
                .pid());
        return new Moment(sampler.results(), broker.cpuSeconds(), allocation.bytes());
    }

    private void checkUnbroken(JobUnderTest job, String id) {
        String state = rest().state(id);
        String failure = rest().failure(id).orElse("");
        if (!GOING_ON.contains(state) || !failure.isEmpty()) {
            throw new BenchException("The " + job.name() + " job was disturbed while it was measured; its state is "
                    + state + ":\n" + failure.strip());
        }
    }

    private FlinkRest rest() {
        return stack.flink().rest();
    }
}
