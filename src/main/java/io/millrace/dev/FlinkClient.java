package io.millrace.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flink's own command line client in a process of its own. */
public final class FlinkClient {
    private static final String MAIN = "org.apache.flink.client.cli.CliFrontend";
    private static final List<String> OPTIONS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Pattern SUBMITTED = Pattern.compile("JobID ([0-9a-f]{32})");

    private final FlinkJvm jvm;
    private final String host;
    private final int port;

    FlinkClient(FlinkJvm jvm, String host, int port) {
        this.jvm = jvm;
        this.host = host;
        this.port = port;
    }

    /**
     * Submits a job and returns its id as soon as the cluster has taken it.
     *
     * @throws StackException with what the client says was the cause, when it was not taken
     */
    public String submit(JobSubmission job) {
        String output = run(jvm.command(OPTIONS, MAIN, arguments(job)));
        Matcher submitted = SUBMITTED.matcher(output);
        if (!submitted.find()) {
            throw new StackException("Flink's client did not submit " + job.mainClass() + ":\n" + RootCause.of(output));
        }
        return submitted.group(1);
    }

    private List<String> arguments(JobSubmission job) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "-d", "-t", "remote", "-Drest.address=" + host, "-Drest.port=" + port));
        job.settings().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        if (job.restoreFrom() != null) {
            arguments.addAll(List.of("-s", job.restoreFrom()));
        }
        job.classpath().forEach(jar -> arguments.addAll(List.of("-C", jar.toString())));
        arguments.addAll(List.of("-c", job.mainClass(), job.jar().toString()));
        arguments.addAll(job.arguments());
        return arguments;
    }

    private static String run(JavaCommand command) {
        try {
            Process process = command.builder().start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new StackException("Flink's client can't be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while Flink's client ran", e);
        }
    }
}
