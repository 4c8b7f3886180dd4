package io.millrace.dev;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A standalone Flink cluster: one JobManager with its web UI, and TaskManagers named by their number from 1.
 *
 * <p>There is no high availability. After the JobManager was killed, start it again and submit each job anew from {@link
 * #latestCheckpoint}. For one thread at a time.
 */
public final class FlinkCluster {
    private static final Duration START = Duration.ofSeconds(90);
    private static final String JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final List<String> JOB_MANAGER_OPTIONS = List.of(
            "-Xms128m", "-Xmx512m", "-XX:MaxMetaspaceSize=256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final StackSettings settings;
    private final FlinkFiles files;
    private final FlinkJvm jvm;
    private final FlinkRest rest;
    private final FlinkClient client;
    private final Part jobManager;
    private final List<TaskManager> taskManagers = new CopyOnWriteArrayList<>();

    FlinkCluster(StackDirectory directory, StackJars jars, StackSettings settings, Ports ports) {
        this.settings = settings;
        this.files = new FlinkFiles(directory, settings, ports);
        this.jvm = new FlinkJvm(directory, jars, settings.flinkLib(), files.write());
        this.rest = new FlinkRest("http://" + Ports.HOST + ":" + ports.flinkRest());
        this.client = new FlinkClient(jvm, Ports.HOST, ports.flinkRest());
        this.jobManager = jvm.part("jobmanager", JOB_MANAGER_OPTIONS, JOB_MANAGER);
        for (int i = 0; i < settings.taskManagers(); i++) {
            taskManagers.add(taskManager(i + 1));
        }
    }

    public FlinkRest rest() {
        return rest;
    }

    public FlinkClient client() {
        return client;
    }

    /** Starts every process that doesn't run, and returns when the JobManager answers and knows all TaskManagers. */
    public void start() {
        if (jobManager.running().isEmpty()) {
            jobManager.start();
        }
        taskManagers.stream().filter(taskManager -> !taskManager.running()).forEach(TaskManager::start);
        jobManager.await(START, () -> rest.overview().slots() >= 0);
        taskManagers.forEach(taskManager -> taskManager.await(rest));
    }

    /** Ends the JobManager at once, as {@code kill -9} does. */
    public void killJobManager() {
        jobManager.kill();
    }

    /** Starts a new JobManager, which knows of no job, and returns when the TaskManagers have found it. */
    public void startJobManager() {
        jobManager.start();
        jobManager.await(START, () -> rest.overview().slots() >= 0);
        taskManagers.stream().filter(TaskManager::running).forEach(taskManager -> taskManager.await(rest));
    }

    /** Ends a TaskManager at once, as {@code kill -9} does. */
    public void killTaskManager(int number) {
        taskManagers.get(number - 1).part().kill();
    }

    /** Starts the TaskManager of that number again, or one more for the number after the last; returns when the JobManager knows it. */
    public void startTaskManager(int number) {
        if (number == taskManagers.size() + 1) {
            taskManagers.add(taskManager(number));
        }
        TaskManager taskManager = taskManagers.get(number - 1);
        taskManager.start();
        taskManager.await(rest);
    }

    /** The newest complete checkpoint of a job in the stack's checkpoint directory, also after the JobManager was killed. */
    public Optional<Path> latestCheckpoint(String jobId) {
        return Checkpoints.latest(files.checkpoints(), jobId);
    }

    Stream<Part> parts() {
        return Stream.concat(Stream.of(jobManager), taskManagers.stream().map(TaskManager::part));
    }

    private TaskManager taskManager(int number) {
        List<String> options = new ArrayList<>(settings.memory().jvmOptions());
        options.add("-XX:+ExitOnOutOfMemoryError");
        return new TaskManager(jvm.part("taskmanager-" + number, options, TASK_MANAGER));
    }
}
