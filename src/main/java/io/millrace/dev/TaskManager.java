package io.millrace.dev;

import java.time.Duration;
import java.util.List;

/** One TaskManager of the cluster. Each time it starts it has another id in Flink, so that it is not taken for the one that was killed. */
final class TaskManager {
    private static final Duration START = Duration.ofSeconds(90);

    private final Part part;
    private int starts;

    TaskManager(Part part) {
        this.part = part;
    }

    Part part() {
        return part;
    }

    boolean running() {
        return part.running().isPresent();
    }

    /** Starts the process and returns at once. */
    void start() {
        starts++;
        part.start(List.of("-D", "taskmanager.resource-id=" + id()));
    }

    /** Returns when the JobManager knows it. */
    void await(FlinkRest rest) {
        part.await(START, () -> rest.taskManagers().contains(id()));
    }

    private String id() {
        return part.name() + "-start-" + starts;
    }
}
