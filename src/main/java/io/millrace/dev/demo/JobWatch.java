package io.millrace.dev.demo;

import io.millrace.dev.FlinkRest;
import io.millrace.dev.RootCause;
import io.millrace.dev.StackException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Looks after the jobs of a demo: they are to run from its start to its end. */
final class JobWatch {
    private static final Set<String> ENDED =
            Set.of("FAILED", "FAILING", "CANCELED", "CANCELLING", "FINISHED", "SUSPENDED");

    private final FlinkRest flink;
    private final Map<String, String> jobs;
    private final Path logs;

    /**
     * @param jobs ids by name
     * @param logs the directory of the cluster's logs
     */
    JobWatch(FlinkRest flink, Map<String, String> jobs, Path logs) {
        this.flink = flink;
        this.jobs = Map.copyOf(jobs);
        this.logs = logs;
    }

    /** @throws StackException with the root of its failure where a job has failed, or with its state where it has ended */
    void check() {
        jobs.forEach(this::check);
    }

    private void check(String name, String id) {
        if (flink.running(id)) {
            return;
        }
        flink.failure(id).ifPresent(trace -> {
            throw new StackException(
                    name + " has failed: " + RootCause.of(trace) + "\nMore about it stands in " + logs);
        });
        String state = flink.state(id);
        if (ENDED.contains(state)) {
            throw new StackException(
                    name + " runs no more: its state is " + state + "; more about it stands in " + logs);
        }
    }
}
