package io.millrace.trainingset;

import io.millrace.event.Event;
import io.millrace.feedback.Report;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Source;
import io.millrace.replay.RawEvents;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Raw events on their way, of which it is noted where they stood, how far event time had come, and which outcomes they report. */
final class ReadInputs implements RawEvents {
    private final RawEvents raw;
    private final @Nullable OutcomeSpec outcome;
    private final int scored;
    private final Map<String, TreeMap<Integer, InputRange>> ranges = new TreeMap<>();
    private final Map<String, Report> reports = new HashMap<>();
    private final Set<Integer> read = new HashSet<>();
    private long newest = Long.MIN_VALUE;

    /**
     * @param outcome null where outcomes are of no interest
     * @param scored index of the source that is scored
     */
    ReadInputs(RawEvents raw, @Nullable OutcomeSpec outcome, int scored) {
        this.raw = raw;
        this.outcome = outcome;
        this.scored = scored;
    }

    @Override
    public void read(Source source, Consumer<Arrival<Event>> to) throws IOException {
        read.add(source.index());
        raw.read(source, arrival -> {
            note(source, arrival);
            to.accept(arrival);
        });
    }

    @Override
    public List<DeadLetter> refused() throws IOException {
        return raw.refused();
    }

    /** Reads the outcomes, where no feature did. */
    void readOutcomes(Source source) throws IOException {
        if (!read.contains(source.index())) {
            read(source, arrival -> {});
        }
    }

    private void note(Source source, Arrival<Event> arrival) {
        int partition = arrival.isDead()
                ? arrival.deadLetter().partition()
                : arrival.value().partition();
        long offset = arrival.isDead()
                ? arrival.deadLetter().offset()
                : arrival.value().offset();
        ranges.computeIfAbsent(source.topic(), topic -> new TreeMap<>())
                .merge(partition, new InputRange(source.topic(), partition, offset, offset, 1), InputRange::and);
        if (!arrival.isDead() && !arrival.isDeletion()) {
            note(source, arrival.value());
        }
    }

    private void note(Source source, Event event) {
        OutcomeSpec reported = outcome != null && source.index() == outcome.source() ? outcome : null;
        if (reported != null) {
            Report report = Report.of(event, reported.joinSlot());
            reports.merge(report.eventId(), report, (one, other) -> other.time() < one.time() ? other : one);
        }
        if (reported != null || source.index() == scored) {
            newest = Math.max(newest, event.time());
        }
    }

    /** The first report of each event, by event time. */
    Map<String, Report> reports() {
        return reports;
    }

    /** The event time of the newest scored event or outcome. */
    long newest() {
        return newest;
    }

    /** What was read, by topic and partition. */
    List<InputRange> ranges() {
        return ranges.values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .toList();
    }
}
