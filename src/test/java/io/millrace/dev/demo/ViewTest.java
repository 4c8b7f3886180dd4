package io.millrace.dev.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dev.demo.Latency.Percentiles;
import io.millrace.dev.demo.Ledger.Totals;
import io.millrace.governance.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final Instant TRAINED_UNTIL = Instant.parse("2024-01-15T00:00:00Z");
    private static final Percentiles RECENT = new Percentiles(10, 120, 340);
    private static final Percentiles OVERALL = new Percentiles(99, 130, 950);

    @Test
    void everySubjectHasItsLine() {
        Totals totals = totals(12_345, 80, 2, 30, 78, 2);

        assertThat(View.lines(moment(totals), TRAINED_UNTIL))
                .containsExactly(
                        "  running       65 s, event time 2024-02-01T00:00:00Z",
                        "  produced      12,345 events to score, 80 reports of outcomes, 7 other events, 2 rows refused",
                        "  scored        12,315 predictions, 2,990 a second lately",
                        "  dead letters  {NOT_AVRO=20, DUPLICATE=12}",
                        "  outcomes      9,078 labelled: 78 positive, 9,000 negative, 4 corrected",
                        "  quality       precision 0.750, recall 0.600, on events after the training span (from 2024-01-15T00:00:00Z)",
                        "  latency       produced to prediction visible: p50 120 ms, p99 340 ms; overall p50 130 ms, p99 950 ms");
    }

    @Test
    void aLineSaysTheSameShorter() {
        assertThat(View.line(moment(totals(12_345, 80, 0, 30, 78, 2))))
                .isEqualTo(
                        "  65 s  produced 12345  scored 12315  dead-lettered 32  labelled 9078  precision 0.750  recall 0.600"
                                + "  2990/s  p50 120 ms  p99 340 ms");
    }

    @Test
    void whatIsNotKnownYetIsSaidToBeSo() {
        Totals nothing = new Ledger("transactions", 0).totals();

        assertThat(View.lines(moment(nothing), TRAINED_UNTIL))
                .contains("  running       65 s, event time -", "  dead letters  none")
                .contains(
                        "  quality       no alarm and no positive among labelled examples yet, on events after the training span"
                                + " (from 2024-01-15T00:00:00Z)");
    }

    @Test
    void theVerdictReconcilesBothJobs() {
        assertThat(View.verdict(totals(12_345, 80, 0, 30, 78, 2), OVERALL))
                .containsExactly(
                        "reconciled: 12,345 records = 12,315 predictions + 30 dead letters, no prediction twice",
                        "reconciled: 80 reports of outcomes = 78 positive examples + 2 dead letters; 9,078 labelled examples of 12,315 predictions",
                        "precision 0.750, recall 0.600 on events after the training span; produced to prediction visible: p50 130 ms, p99 950 ms");
    }

    @Test
    void aReportThatCameToNothingDoesNotReconcile() {
        assertThat(View.verdict(totals(12_345, 80, 0, 30, 77, 2), OVERALL))
                .contains("does not reconcile: 80 reports of outcomes against 77 positive examples + 2 dead letters;"
                        + " 9,077 labelled examples of 12,315 predictions");
    }

    private static View.Moment moment(Totals totals) {
        return new View.Moment(Duration.ofSeconds(65), totals, 2_990.4, RECENT, OVERALL);
    }

    private static Totals totals(
            long sent, long reports, long refused, long deadLetters, long positives, long feedbackDeadLetters) {
        return new Totals(
                sent,
                reports,
                7,
                refused,
                sent - deadLetters,
                0,
                deadLetters,
                feedbackDeadLetters,
                Map.of(Reason.DUPLICATE, 12L, Reason.NOT_AVRO, 20L),
                Instant.parse("2024-02-01T00:00:00Z").toEpochMilli(),
                positives,
                9_000,
                4,
                3,
                1,
                2);
    }
}
