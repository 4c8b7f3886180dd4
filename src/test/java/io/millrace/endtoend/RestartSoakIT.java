package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.dev.JobSubmission;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops the scoring job with a savepoint and goes on from it, again and again on one TaskManager, submitted each time as from Flink's web UI, so that its main method runs in the JobManager, with events in the order of their time; and sees what the processes keep
 * of the jobs that went. {@code -Dmillrace.soak.restarts=100} starts it so often.
 */
class RestartSoakIT {
    private static final int JOBS = Integer.getInteger("millrace.soak.restarts", 8);
    private static final int EVENTS_OF_EACH = 200;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** A job's code is some 10,000 classes and 40 MiB of them; what is compiled and generated for Flink itself still grows a little. */
    private static final long CLASSES = 500;

    /** Each of the two sources has a thread by which its reader keeps step with the other's. */
    private static final String READER = "pace of source #, subtask #";

    private static final long RESIDENT_KIB = 48 << 10;
    private static final long THREADS = 5;
    private static final long OPEN_FILES = 8;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    private Path state;

    @Test
    void nothingIsLeftOfJobsThatWent() throws Exception {
        List<String[]> rows = CardRows.first(40_000);
        Map<String, String> flink = Map.of(
                "web.upload.dir",
                state.toString(),
                // What is downloaded for a job stays for an hour after it otherwise.
                "blob.service.cleanup.interval",
                "1",
                // So does a file with the graph of each, for the web UI.
                "jobstore.type",
                "Memory");
        try (CardFraudRun run = new CardFraudRun(state, 2, CardFraudRun.DEFINITION, List.of(), flink);
                CardProducer producer = run.producer();
                TopicReader<Prediction> predictions = run.predictions()) {
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            JobSubmission scoring = run.scoring(1, "source.idle=1s", "scoring.trees=off", "checkpoint.interval=200ms");
            Path jar = state.resolve("flink-web-upload").resolve("scoring.jar");
            Files.copy(scoring.jar(), jar);
            List<Processes> settled = new ArrayList<>();
            String savepoint = null;
            for (int job = 0; job < JOBS; job++) {
                String id = submit(run, jar, savepoint == null ? scoring : scoring.restoredFrom(savepoint));
                int from = job * EVENTS_OF_EACH;
                producer.sendAll(rows.subList(from, from + EVENTS_OF_EACH));
                await("the predictions of job " + job)
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() == from + EVENTS_OF_EACH);
                if (job == 0) {
                    assertThat(Footprint.of(run.taskManager(), tmp())).satisfies(running -> {
                        assertThat(running.loaders()).isEqualTo(1);
                        assertThat(running.sessions()).isEqualTo(1);
                        assertThat(running.threads()).containsEntry(READER, 2L);
                    });
                }
                savepoint = run.flink().stopWithSavepoint(id);
                if (job == JOBS / 2 - 1 || job == JOBS - 1) {
                    settled.add(settled(run));
                    System.out.println("after " + (job + 1) + " jobs: " + settled.get(settled.size() - 1));
                }
            }
            assertNoGrowth(settled.get(0).jobManager(), settled.get(1).jobManager());
            assertNoGrowth(settled.get(0).taskManager(), settled.get(1).taskManager());
            // Of the TaskManager the same would tell little: its heap is committed from the start, and touched bit by
            // bit.
            assertThat(settled.get(1).jobManager().residentKib())
                    .as("KiB of resident memory beside the heap of the JobManager")
                    .isLessThanOrEqualTo(settled.get(0).jobManager().residentKib() + RESIDENT_KIB);
        }
    }

    private record Processes(Footprint jobManager, Footprint taskManager) {}

    private Path tmp() {
        return state.resolve("tmp");
    }

    /** Runs a jar of the JobManager's upload directory, and gives the job's id. */
    private String submit(CardFraudRun run, Path jar, JobSubmission job) throws IOException, InterruptedException {
        ObjectNode body = json.createObjectNode();
        body.put("entryClass", job.mainClass());
        body.set("programArgsList", json.valueToTree(job.arguments()));
        @Nullable String savepoint = job.restoreFrom();
        if (savepoint != null) {
            body.put("savepointPath", savepoint);
        }
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(run.flink().url() + "/jars/" + jar.getFileName() + "/run"))
                .POST(BodyPublishers.ofString(body.toString()))
                .header("Content-Type", "application/json")
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body()).path("jobid").asText();
    }

    /** What is held once no job's code is: threads that end with a job take a moment. */
    private Processes settled(CardFraudRun run) throws IOException {
        await("the end of what the job held").atMost(LIMIT).untilAsserted(() -> {
            Footprint jobManager = Footprint.of(run.jobManager(), tmp());
            assertThat(jobManager.loaders())
                    .as("class loaders of jobs in the JobManager, which may hold the last one's")
                    .isLessThanOrEqualTo(1);
            Footprint taskManager = Footprint.of(run.taskManager(), tmp());
            assertThat(taskManager.loaders())
                    .as("class loaders of jobs in the TaskManager, which may hold the last one's")
                    .isLessThanOrEqualTo(1);
            assertThat(taskManager.sessions())
                    .as("sessions of models in the TaskManager")
                    .isZero();
            assertThat(taskManager.threads()).doesNotContainKey(READER);
        });
        return new Processes(Footprint.of(run.jobManager(), tmp()), Footprint.of(run.taskManager(), tmp()));
    }

    private static void assertNoGrowth(Footprint middle, Footprint end) {
        assertThat(end.threadsInAll())
                .as("threads, %s in the middle and %s at the end", middle.threads(), end.threads())
                .isLessThanOrEqualTo(middle.threadsInAll() + THREADS);
        assertThat(end.temporary()).as("temporary files").isLessThanOrEqualTo(middle.temporary());
        assertThat(end.classes()).as("loaded classes").isLessThanOrEqualTo(middle.classes() + CLASSES);
        assertThat(end.open()).as("open files").isLessThanOrEqualTo(middle.open() + OPEN_FILES);
    }
}
