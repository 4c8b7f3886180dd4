package io.millrace.dev.bench;

import io.millrace.dev.FlinkRest;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.Stack;
import io.millrace.dev.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Runs one job over all events in a new TaskManager and measures it from outside: progress is the number of records in its output topics, committed or not,
 * as the broker tells it; CPU time is the process's own count.
 */
final class TrialRun {
    private static final Set<String> GOING_ON = Set.of("INITIALIZING", "CREATED", "RUNNING");
    private static final Duration STUCK = Duration.ofMinutes(3);
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final Stack stack;
    private final KafkaTopics topics;
    private final long events;

    /** @param events how many the job will read */
    TrialRun(Stack stack, KafkaTopics topics, long events) {
        this.stack = stack;
        this.topics = topics;
        this.events = events;
    }

    /** What else runs in the TaskManager meanwhile. */
    interface Company {
        /** Nothing. */
        Company NONE = new Company() {
            @Override
            public void begin() {}

            @Override
            public void end(Output output) {}
        };

        /** Called before the job is submitted. */
        void begin();

        /** Called when the job has ended. */
        void end(Output output);
    }

    /** Runs the job alone. */
    Trial run(JobUnderTest job, JobSubmission submission, CommittedOutput committed) {
        return run(job, submission, committed, Company.NONE);
    }

    /** @throws BenchException where the job fails, gets stuck or writes something else than one answer for each event */
    Trial run(JobUnderTest job, JobSubmission submission, CommittedOutput committed, Company company) {
        topics.makeAnew(job.topics());
        TaskManager taskManager = new TaskManager(stack);
        ProcessUsage usage = taskManager.start();
        company.begin();
        List<Sample> samples;
        String id;
        try (Sampler sampler = Sampler.start(() -> sample(job, usage))) {
            id = stack.flink().client().submit(submission);
            awaitResults(job, id, sampler);
            samples = sampler.samples();
        }
        Output output = committed.read(events);
        checkUnbroken(job, id);
        JobReport report = JobReport.fetch(rest().url(), id);
        double peak = usage.peakMib();
        rest().cancel(id);
        company.end(output);
        taskManager.end();
        output.reconcile(job.name(), events);
        return trial(samples, report, peak, output);
    }

    private Sample sample(JobUnderTest job, ProcessUsage usage) {
        return new Sample(System.nanoTime() / NANOS, topics.written(job.topics()), usage.cpuSeconds());
    }

    private void awaitResults(JobUnderTest job, String id, Sampler sampler) {
        long last = 0;
        long news = System.nanoTime();
        while (last < events) {
            Waiting.pause("the job has written its results");
            checkUnbroken(job, id);
            long now = sampler.results();
            if (now > last) {
                last = now;
                news = System.nanoTime();
            } else if (System.nanoTime() - news > STUCK.toNanos()) {
                throw new BenchException("The " + job.name() + " job has written " + last + " of " + events
                        + " results, and nothing for " + STUCK.toSeconds() + " s; see the logs of the stack");
            }
        }
    }

    private void checkUnbroken(JobUnderTest job, String id) {
        String state = rest().state(id);
        String failure = rest().failure(id).orElse("");
        if (!GOING_ON.contains(state) || !failure.isEmpty()) {
            throw new BenchException("The " + job.name() + " job was disturbed while it was measured; its state is "
                    + state + ":\n" + failure.strip());
        }
    }

    private Trial trial(List<Sample> samples, JobReport report, double peak, Output output) {
        Stretch steady = Stretch.between(samples, events * Trial.STEADY_FROM, events * Trial.STEADY_TO);
        Sample end = Stretch.at(samples, events * Trial.WHOLE_TO);
        double start = System.nanoTime() / NANOS - (System.currentTimeMillis() - report.startMillis()) / MILLIS;
        Stretch whole = new Stretch(
                events * Trial.WHOLE_TO,
                end.seconds() - start,
                end.cpuSeconds() - samples.get(0).cpuSeconds());
        return new Trial(steady, whole, peak, report, output);
    }

    private FlinkRest rest() {
        return stack.flink().rest();
    }
}
