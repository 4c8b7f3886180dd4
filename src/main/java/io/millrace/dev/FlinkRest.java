package io.millrace.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Flink's REST API tells of a cluster and its jobs. Each call asks the cluster anew; {@link StackException} where it does not answer. */
public final class FlinkRest {
    /** The cluster's TaskManagers and slots. */
    public record Overview(int taskManagers, int slots, int freeSlots) {}

    /** A job by id, with its state in Flink's words, for example {@code RUNNING}. */
    public record Job(String id, String name, String state) {}

    /** A box of the job's graph: its state, and how many records its tasks have read and written in the current attempt. */
    public record Vertex(
            String id, String name, int parallelism, String state, long recordsRead, long recordsWritten) {}

    private final Http http;

    public FlinkRest(String url) {
        this.http = new Http(url);
    }

    /** The address of the API, and of the web UI. */
    public String url() {
        return http.url();
    }

    public Overview overview() {
        JsonNode overview = http.fetch("/overview");
        return new Overview(
                overview.path("taskmanagers").asInt(),
                overview.path("slots-total").asInt(),
                overview.path("slots-available").asInt());
    }

    /** The ids of the TaskManagers that the cluster counts on. */
    public List<String> taskManagers() {
        List<String> ids = new ArrayList<>();
        for (JsonNode taskManager : http.fetch("/taskmanagers").path("taskmanagers")) {
            ids.add(taskManager.path("id").asText());
        }
        return ids;
    }

    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (JsonNode job : http.fetch("/jobs/overview").path("jobs")) {
            jobs.add(new Job(
                    job.path("jid").asText(),
                    job.path("name").asText(),
                    job.path("state").asText()));
        }
        return jobs;
    }

    /** The state of a job in Flink's words, for example {@code RUNNING}, {@code RESTARTING}, {@code FAILED}. */
    public String state(String jobId) {
        return http.fetch("/jobs/" + jobId).path("state").asText();
    }

    /** How long a job has run, or ran until it ended. */
    public Duration duration(String jobId) {
        return Duration.ofMillis(http.fetch("/jobs/" + jobId).path("duration").asLong());
    }

    /** Whether the job and every task of it run. */
    public boolean running(String jobId) {
        return state(jobId).equals("RUNNING")
                && vertices(jobId).stream().allMatch(vertex -> vertex.state().equals("RUNNING"));
    }

    /** The stack trace of the job's newest failure, if it ever failed. */
    public Optional<String> failure(String jobId) {
        JsonNode entries = http.fetch("/jobs/" + jobId + "/exceptions")
                .path("exceptionHistory")
                .path("entries");
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(0).path("stacktrace").asText());
    }

    public List<Vertex> vertices(String jobId) {
        List<Vertex> vertices = new ArrayList<>();
        for (JsonNode vertex : http.fetch("/jobs/" + jobId).path("vertices")) {
            JsonNode metrics = vertex.path("metrics");
            vertices.add(new Vertex(
                    vertex.path("id").asText(),
                    vertex.path("name").asText(),
                    vertex.path("parallelism").asInt(),
                    vertex.path("status").asText(),
                    metrics.path("read-records").asLong(),
                    metrics.path("write-records").asLong()));
        }
        return vertices;
    }

    /** The names of the metrics that a vertex has, without the number of the subtask. */
    public List<String> metricNames(String jobId, String vertexId) {
        List<String> names = new ArrayList<>();
        for (JsonNode metric : http.fetch(metrics(jobId, vertexId))) {
            names.add(metric.path("id").asText());
        }
        return names;
    }

    /** The sums over all subtasks of some metrics of a vertex; absent are those that it doesn't have yet. */
    public Map<String, Double> metricSums(String jobId, String vertexId, List<String> names) {
        Map<String, Double> sums = new LinkedHashMap<>();
        String path = metrics(jobId, vertexId) + "?agg=sum&get="
                + URLEncoder.encode(String.join(",", names), StandardCharsets.UTF_8);
        for (JsonNode metric : http.fetch(path)) {
            sums.put(metric.path("id").asText(), metric.path("sum").asDouble());
        }
        return sums;
    }

    /** The sum over all subtasks of a counter of all operators of a name; 0 where it is not told yet. */
    public long counter(String jobId, String operator, String metric) {
        // the API has underscores for spaces
        String ending = operator.replace(' ', '_') + "." + metric;
        long sum = 0;
        for (Vertex vertex : vertices(jobId)) {
            List<String> names = metricNames(jobId, vertex.id()).stream()
                    .filter(name -> name.endsWith(ending))
                    .toList();
            if (!names.isEmpty()) {
                sum += metricSums(jobId, vertex.id(), names).values().stream()
                        .mapToLong(Double::longValue)
                        .sum();
            }
        }
        return sum;
    }

    /** How many checkpoints the job has completed under the current JobManager. */
    public int completedCheckpoints(String jobId) {
        return http.fetch("/jobs/" + jobId + "/checkpoints")
                .path("counts")
                .path("completed")
                .asInt();
    }

    /** Asks a job to stop where it is; returns when it has. */
    public void cancel(String jobId) {
        http.send("PATCH", "/jobs/" + jobId + "?mode=cancel", "");
        Waiting.until("job " + jobId + " is cancelled", () -> state(jobId).equals("CANCELED"));
    }

    /** Takes a savepoint while the job goes on, and returns its URI. */
    public String savepoint(String jobId) {
        return savepoint(jobId, "savepoints", "{\"cancel-job\": false}");
    }

    /** Takes a savepoint with which the job ends, all its output committed, and returns its URI. */
    public String stopWithSavepoint(String jobId) {
        return savepoint(jobId, "stop", "{\"drain\": false}");
    }

    private String savepoint(String jobId, String verb, String body) {
        String trigger = http.send("POST", "/jobs/" + jobId + "/" + verb, body)
                .path("request-id")
                .asText();
        String path = "/jobs/" + jobId + "/savepoints/" + trigger;
        Waiting.until(
                "savepoint of job " + jobId + " is complete",
                () -> http.fetch(path).path("status").path("id").asText().equals("COMPLETED"));
        JsonNode operation = http.fetch(path).path("operation");
        if (!operation.has("location")) {
            throw new StackException("The savepoint of job " + jobId + " failed: "
                    + operation.path("failure-cause").path("stack-trace").asText());
        }
        return operation.path("location").asText();
    }

    private static String metrics(String jobId, String vertexId) {
        return "/jobs/" + jobId + "/vertices/" + vertexId + "/subtasks/metrics";
    }
}
