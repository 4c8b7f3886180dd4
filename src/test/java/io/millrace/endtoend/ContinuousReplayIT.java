package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dev.JobSubmission;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor beside the job: it has nothing against the job's predictions, and finds within a minute that those of a build whose sums are not exact are wrong. */
class ContinuousReplayIT {
    private static final int EVENTS = 30_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration FOUND_WITHIN = Duration.ofMinutes(1);

    /** {@code millrace replay --continuous} on a thread of its own. */
    private static final class Monitor {
        private final StringWriter out = new StringWriter();
        private final StringWriter err = new StringWriter();
        private final CompletableFuture<Integer> code;

        Monitor(CardFraudRun run, String share, String length) {
            code = CompletableFuture.supplyAsync(() -> run.millrace(
                    new PrintWriter(out),
                    new PrintWriter(err),
                    "replay",
                    "--continuous",
                    "--share",
                    share,
                    "--every",
                    "1s",
                    "--for",
                    length));
            await("the first round")
                    .atMost(LIMIT)
                    .until(() -> code.isDone() || !out.toString().isEmpty());
        }

        String last() {
            List<String> lines = out.toString().lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }

        @Override
        public String toString() {
            return last() + "\n" + err;
        }
    }

    @Test
    void aBuildWithInexactSumsIsFoundAndTheOthersPredictionsMatch(@TempDir Path state) throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            JobSubmission good = run.scoring(2, "source.idle=5s");

            String job = run.submit(good);
            Monitor undisturbed = new Monitor(run, "50%", "30s");
            send(run, rows.subList(0, EVENTS / 2));
            assertThat(undisturbed.code.get()).as("%s", undisturbed).isZero();
            assertThat(undisturbed.last()).contains("\"mismatched\":0,", "\"waiting\":0,");
            assertThat(undisturbed.last()).doesNotContain("\"match\":0,");
            run.flink().cancel(job);

            run.submit(new JobSubmission(BrokenBuild.of(good.jar(), state), good.mainClass(), good.arguments()));
            Monitor disturbed = new Monitor(run, "50%", "40s");
            send(run, rows.subList(EVENTS / 2, EVENTS));
            await("a mismatch")
                    .atMost(FOUND_WITHIN)
                    .until(() -> disturbed.err.toString().contains("MISMATCH"));
            assertThat(disturbed.err.toString()).contains("where   feature card.avg_", ", from the same events");
            assertThat(disturbed.code.get()).as("%s", disturbed).isEqualTo(1);
        }
    }

    private static void send(CardFraudRun run, List<String[]> rows) {
        try (CardProducer producer = run.producer()) {
            producer.sendAll(rows);
        }
    }
}
