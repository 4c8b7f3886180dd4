package io.millrace.dev.demo;

import io.millrace.dev.demo.Latency.Percentiles;
import io.millrace.dev.demo.Ledger.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the demo shows, as lines of text. */
final class View {
    private static final String NONE_YET = "-";

    private View() {}

    /**
     * One moment of the run.
     *
     * @param running how long events have been sent
     * @param perSecond predictions in a second, lately
     * @param recent latency lately
     * @param overall latency of the whole run
     */
    record Moment(Duration running, Totals totals, double perSecond, Percentiles recent, Percentiles overall) {}

    /** The live view, a line for each subject. */
    static List<String> lines(Moment moment, Instant trainedUntil) {
        Totals totals = moment.totals();
        return List.of(
                line("running", moment.running().toSeconds() + " s, event time " + eventTime(totals)),
                line(
                        "produced",
                        count(totals.sent()) + " events to score, " + count(totals.sentOutcomes())
                                + " reports of outcomes" + facts(totals) + refused(totals)),
                line(
                        "scored",
                        count(totals.predictions()) + " predictions, " + count(Math.round(moment.perSecond()))
                                + " a second lately"),
                line("dead letters", deadLetters(totals.deadLetters())),
                line(
                        "outcomes",
                        count(totals.examples()) + " labelled: " + count(totals.positives()) + " positive, "
                                + count(totals.negatives()) + " negative, " + count(totals.corrections())
                                + " corrected"),
                line("quality", quality(totals) + ", on events after the training span (from " + trainedUntil + ")"),
                line(
                        "latency",
                        "produced to prediction visible: p50 " + moment.recent().p50() + " ms, p99 "
                                + moment.recent().p99() + " ms; overall p50 "
                                + moment.overall().p50() + " ms, p99 "
                                + moment.overall().p99() + " ms"));
    }

    /** The same in one line, for output that is no terminal. */
    static String line(Moment moment) {
        Totals totals = moment.totals();
        return String.format(
                Locale.ROOT,
                "%4d s  produced %d  scored %d  dead-lettered %d  labelled %d  precision %s  recall %s  %d/s  p50 %d ms  p99 %d ms",
                moment.running().toSeconds(),
                totals.sent(),
                totals.predictions(),
                totals.deadLetters().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                totals.examples(),
                share(totals.precision()),
                share(totals.recall()),
                Math.round(moment.perSecond()),
                moment.recent().p50(),
                moment.recent().p99());
    }

    /** How what was sent compares with what came out. */
    static String reconciliation(Totals totals) {
        String sum = count(totals.sent()) + " records = " + count(totals.predictions()) + " predictions + "
                + count(totals.scoredDeadLetters()) + " dead letters";
        if (totals.reconciled()) {
            return "reconciled: " + sum + ", no prediction twice";
        }
        return "does not reconcile: " + sum.replace("=", "against") + ", " + totals.repeated() + " predictions twice";
    }

    /** The last words on a run. */
    static List<String> verdict(Totals totals, Percentiles overall) {
        return List.of(
                reconciliation(totals),
                outcomes(totals),
                quality(totals) + " on events after the training span; produced to prediction visible: p50 "
                        + overall.p50() + " ms, p99 " + overall.p99() + " ms");
    }

    private static String outcomes(Totals totals) {
        String sum = count(totals.sentOutcomes()) + " reports of outcomes = " + count(totals.positives())
                + " positive examples + " + count(totals.feedbackDeadLetters()) + " dead letters";
        String all = count(totals.examples()) + " labelled examples of " + count(totals.predictions()) + " predictions";
        return totals.joined()
                ? "reconciled: " + sum + "; " + all
                : "does not reconcile: " + sum.replace("=", "against") + "; " + all;
    }

    private static String quality(Totals totals) {
        return totals.precision().isEmpty() && totals.recall().isEmpty()
                ? "no alarm and no positive among labelled examples yet"
                : "precision " + share(totals.precision()) + ", recall " + share(totals.recall());
    }

    private static String facts(Totals totals) {
        return totals.sentFacts() == 0 ? "" : ", " + count(totals.sentFacts()) + " other events";
    }

    private static String refused(Totals totals) {
        return totals.refused() == 0 ? "" : ", " + count(totals.refused()) + " rows refused";
    }

    private static String line(String subject, String text) {
        return String.format(Locale.ROOT, "  %-13s %s", subject, text);
    }

    private static String eventTime(Totals totals) {
        return totals.predictions() == 0
                ? NONE_YET
                : Instant.ofEpochMilli(totals.eventTime()).toString();
    }

    private static String deadLetters(Map<?, Long> deadLetters) {
        return deadLetters.isEmpty() ? "none" : new TreeMap<>(deadLetters).toString();
    }

    private static String share(Optional<Double> share) {
        return share.map(value -> String.format(Locale.ROOT, "%.3f", value)).orElse(NONE_YET);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
