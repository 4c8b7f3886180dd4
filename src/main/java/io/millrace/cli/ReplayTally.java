package io.millrace.cli;

import io.millrace.replay.Replayed;
import io.millrace.replay.Replayed.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has come of predictions that were replayed while they were made. */
final class ReplayTally {
    private static final String MATCH = "match";

    private final String pipeline;
    private final Map<String, Long> results = new TreeMap<>();

    ReplayTally(String pipeline) {
        this.pipeline = pipeline;
        for (String result : List.of(MATCH, "events", "feature", "missing", "score")) {
            results.put(result, 0L);
        }
    }

    /**
     * What is so at the moment.
     *
     * @param waiting predictions whose events are not there yet
     * @param others predictions of another definition, so far
     * @param held events in memory
     */
    record Moment(Instant time, int waiting, long others, long held) {}

    void add(Replayed replayed) {
        Difference difference = replayed.difference();
        results.merge(difference == null ? MATCH : difference.kind(), 1L, Long::sum);
    }

    long replayed() {
        return results.values().stream().mapToLong(Long::longValue).sum();
    }

    long matched() {
        return results.getOrDefault(MATCH, 0L);
    }

    /** How many can't be computed, because the scored event is not there. */
    long missing() {
        return results.getOrDefault("missing", 0L);
    }

    long mismatched() {
        return replayed() - matched() - missing();
    }

    /** One line of JSON. */
    String json(Moment moment) {
        StringBuilder text = new StringBuilder("{\"time\":\"" + moment.time() + "\",\"pipeline\":\"" + pipeline
                + "\",\"replayed\":" + replayed() + ",\"mismatched\":" + mismatched());
        results.forEach((result, count) ->
                text.append(",\"").append(result).append("\":").append(count));
        return text.append(",\"waiting\":")
                .append(moment.waiting())
                .append(",\"other_definition\":")
                .append(moment.others())
                .append(",\"held_events\":")
                .append(moment.held())
                .append('}')
                .toString();
    }

    /** The same in Prometheus' text format. */
    String prometheus(Moment moment) {
        StringBuilder text = new StringBuilder();
        head(text, "millrace_replay_predictions_total", "counter", "Predictions that were replayed, by what differs.");
        results.forEach((result, count) -> text.append(String.format(
                Locale.ROOT,
                "millrace_replay_predictions_total{pipeline=\"%s\",result=\"%s\"} %d\n",
                pipeline,
                result,
                count)));
        value(text, "millrace_replay_mismatched_total", "counter", "Predictions that differ.", mismatched());
        value(
                text,
                "millrace_replay_other_definition_total",
                "counter",
                "Predictions of another definition, which are not replayed.",
                moment.others());
        value(text, "millrace_replay_waiting", "gauge", "Predictions whose events are not there.", moment.waiting());
        value(text, "millrace_replay_held_events", "gauge", "Events in memory.", moment.held());
        value(
                text,
                "millrace_replay_last_round_seconds",
                "gauge",
                "When the last round ended, in seconds since 1970.",
                moment.time().getEpochSecond());
        return text.toString();
    }

    private void value(StringBuilder text, String name, String type, String help, long value) {
        head(text, name, type, help);
        text.append(String.format(Locale.ROOT, "%s{pipeline=\"%s\"} %d\n", name, pipeline, value));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
}
