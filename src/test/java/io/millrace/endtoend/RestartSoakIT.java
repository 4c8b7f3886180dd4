package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.cli.Millrace;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops the scoring job with a savepoint and starts it again, on one TaskManager, with models swapped meanwhile, and sees that nothing is left in that process of the jobs that went. {@code -Dmillrace.soak.restarts=30} starts it so
 * often, {@code -Dmillrace.soak.swaps=10} swaps so often in each.
 */
class RestartSoakIT {
    private static final int RESTARTS = Integer.getInteger("millrace.soak.restarts", 3);
    private static final int SWAPS = Integer.getInteger("millrace.soak.swaps", 2);
    private static final int EVENTS_OF_EACH = 600;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Code that the process loads, compiles and keeps for the next job; a job's class loader holds some 40 MiB of it. */
    private static final long GROWTH_MIB = 100;

    private static final int THREADS = 6;
    private static final int FILES = 20;

    @Test
    void nothingIsLeftOfJobsThatWent(@TempDir Path state) throws Exception {
        List<String[]> rows = CardRows.first(20_000);
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            run.train(rows, Duration.ofDays(3), Duration.ofDays(1));
            List<String> digests = run.store().cards("card-fraud").stream()
                    .map(ModelCard::digest)
                    .toList();
            long taskManager = taskManager(run);
            List<Footprint> left = new ArrayList<>();
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                String savepoint = null;
                for (int restart = 0; restart < RESTARTS; restart++) {
                    int first = restart * EVENTS_OF_EACH % (rows.size() - EVENTS_OF_EACH);
                    savepoint = runOnce(
                            run,
                            producer,
                            predictions,
                            digests,
                            rows.subList(first, first + EVENTS_OF_EACH),
                            savepoint);
                    left.add(settled(taskManager, state));
                    System.out.println("after " + (restart + 1) + " jobs: " + left.get(restart));
                }
            }
            assertNothingGrew(left.get(Math.min(1, RESTARTS / 4)), left.get(left.size() - 1));
        }
    }

    private static long taskManager(CardFraudRun run) {
        List<Long> found = run.stack().processes().stream()
                .filter(process -> process.info().commandLine().orElse("").contains("TaskManagerRunner"))
                .map(ProcessHandle::pid)
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** One life of the job: it scores, models are swapped, it stops. */
    private static String runOnce(
            CardFraudRun run,
            CardProducer producer,
            TopicReader<Prediction> predictions,
            List<String> digests,
            List<String[]> rows,
            @Nullable String savepoint) {
        var scoring = run.scoring(2, "scoring.order=arrival", "source.idle=1s");
        String job = run.submit(savepoint == null ? scoring : scoring.restoredFrom(savepoint));
        int before = predictions.poll().size();
        producer.sendAll(rows);
        producer.flush();
        await("predictions of this life")
                .atMost(LIMIT)
                .until(() -> predictions.poll().size() > before);
        for (int swap = 0; swap < SWAPS; swap++) {
            String next = digests.get(swap % digests.size());
            models(run, "prepare", next);
            models(run, "activate", next);
        }
        return run.flink().stopWithSavepoint(job);
    }

    private static void models(CardFraudRun run, String verb, String digest) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        List<String> arguments =
                new ArrayList<>(List.of("models", verb, digest, "--pipeline", CardFraudRun.DEFINITION.toString()));
        run.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        assertThat(Millrace.run(out, out, arguments.toArray(String[]::new)))
                .as(said::toString)
                .isZero();
    }

    /** What is held once no job's code is: threads that end with a job take a moment. */
    private static Footprint settled(long taskManager, Path state) throws Exception {
        await("the class loader of a job that went")
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> Footprint.of(taskManager, state.resolve("tmp")).loaders() == 0);
        return Footprint.of(taskManager, state.resolve("tmp"));
    }

    private static void assertNothingGrew(Footprint early, Footprint late) {
        assertThat(late.threadCount())
                .as("threads, %s at first and %s then", early.threads(), late.threads())
                .isLessThanOrEqualTo(early.threadCount() + THREADS);
        assertThat(late.temporary()).as("temporary files").isLessThanOrEqualTo(early.temporary());
        assertThat(late.files()).as("open files").isLessThanOrEqualTo(early.files() + FILES);
        assertThat(late.offHeapMib())
                .as("memory beside the heap, in MiB")
                .isLessThanOrEqualTo(early.offHeapMib() + GROWTH_MIB);
    }
}
