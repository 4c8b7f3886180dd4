package io.millrace.dev.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * What Flink tells of a job at its end.
 *
 * @param startMillis when the JobManager took it, in epoch milliseconds
 * @param checkpoints completed
 * @param failedCheckpoints that were not
 * @param checkpointMib what a checkpoint wrote, on average
 * @param stateMib the whole state of the biggest one
 * @param checkpointMs how long one took, on average
 * @param longestCheckpointMs how long the longest took
 */
record JobReport(
        long startMillis,
        long checkpoints,
        long failedCheckpoints,
        double checkpointMib,
        double stateMib,
        double checkpointMs,
        double longestCheckpointMs) {
    private static final double BYTES_PER_MIB = 1024 * 1024;
    private static final int OK = 200;

    /** Asks Flink's REST API. */
    static JobReport fetch(String url, String jobId) {
        JsonNode job = fetch(url + "/jobs/" + jobId);
        return of(job, fetch(url + "/jobs/" + jobId + "/checkpoints"));
    }

    /** From the answers of {@code /jobs/ID} and {@code /jobs/ID/checkpoints}. */
    static JobReport of(JsonNode job, JsonNode checkpoints) {
        JsonNode counts = checkpoints.path("counts");
        JsonNode summary = checkpoints.path("summary");
        return new JobReport(
                job.path("start-time").asLong(),
                counts.path("completed").asLong(),
                counts.path("failed").asLong(),
                number(summary, "checkpointed_size", "avg") / BYTES_PER_MIB,
                number(summary, "state_size", "max") / BYTES_PER_MIB,
                number(summary, "end_to_end_duration", "avg"),
                number(summary, "end_to_end_duration", "max"));
    }

    /** What a checkpoint wrote, on average. */
    double checkpointBytes() {
        return checkpointMib * BYTES_PER_MIB;
    }

    /** The whole state of the biggest checkpoint. */
    double stateBytes() {
        return stateMib * BYTES_PER_MIB;
    }

    /** Flink writes "NaN" for what has no value yet. */
    private static double number(JsonNode summary, String what, String which) {
        double value = summary.path(what).path(which).asDouble();
        return Double.isFinite(value) ? value : 0;
    }

    private static JsonNode fetch(String url) {
        try {
            var answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new BenchException(url + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new BenchException(url + " did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while Flink was asked", e);
        }
    }
}
