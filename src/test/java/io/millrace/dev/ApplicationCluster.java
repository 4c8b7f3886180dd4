package io.millrace.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint;

/** A Flink cluster for one job, in application mode: the job's jar and others lie in {@code usrlib/} beside {@code lib/}, as they do in Flink's image. One TaskManager. */
public final class ApplicationCluster implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final List<String> JOB_MANAGER_OPTIONS =
            List.of("-Xmx512m", "-XX:MaxMetaspaceSize=256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final List<Part> parts;

    private ApplicationCluster(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Starts the processes and returns at once.
     *
     * @param settings of the cluster; its state directory becomes the home of {@code usrlib/}
     * @param job what runs; its jar and its class path go to {@code usrlib/}
     */
    public static ApplicationCluster start(StackSettings settings, JobSubmission job) throws IOException {
        Path home = settings.state();
        Path usrlib = Files.createDirectories(home.resolve("usrlib"));
        Files.copy(job.jar(), usrlib.resolve("job.jar"));
        for (int i = 0; i < job.classpath().size(); i++) {
            Files.copy(Path.of(job.classpath().get(i)), usrlib.resolve("own-" + i + ".jar"));
        }
        StackDirectory directory = new StackDirectory(home);
        Path configuration =
                new FlinkFiles(directory, settings, settings.ports().resolved()).write();
        List<Path> lib = new ArrayList<>(settings.flinkLib());
        lib.add(containerJar());
        FlinkJvm jvm = new FlinkJvm(directory, StackJars.of(settings.project()), lib, configuration);
        List<String> arguments =
                new ArrayList<>(List.of("--configDir", configuration.toString(), "--job-classname", job.mainClass()));
        arguments.addAll(job.arguments());
        JavaCommand jobManager =
                jvm.command(JOB_MANAGER_OPTIONS, StandaloneApplicationClusterEntryPoint.class.getName(), arguments);
        JavaCommand taskManager = jvm.command(
                settings.memory().jvmOptions(), TASK_MANAGER, List.of("--configDir", configuration.toString()));
        List<Part> parts = List.of(
                new Part("application", atHome(jobManager, home), directory),
                new Part("application-taskmanager", atHome(taskManager, home), directory));
        parts.forEach(Part::start);
        return new ApplicationCluster(parts);
    }

    /** Flink looks for {@code usrlib/} beside the directory that this variable names, as its start scripts do. */
    private static JavaCommand atHome(JavaCommand command, Path home) {
        Map<String, String> environment = new HashMap<>(command.environment());
        environment.put("FLINK_LIB_DIR", home.resolve("lib").toString());
        return new JavaCommand(command.options(), command.program(), environment);
    }

    private static Path containerJar() {
        return Path.of(StandaloneApplicationClusterEntryPoint.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
        Processes.end(running().toList(), GRACE);
        parts.forEach(Part::forget);
    }

    private Stream<ProcessHandle> running() {
        return parts.stream().flatMap(part -> part.running().stream());
    }
}
