package io.millrace.adapter.file;

import io.millrace.event.Event;
import io.millrace.event.Repetition;
import io.millrace.feature.Evaluator;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Runs rows through the evaluator under the rules of the stream: what the stream would score is scored here with the same bits, and what it would
 * refuse (invalid, repeated, too late) is refused here for the same reason. A row may hold an event of each source; those that are not scored are
 * taken in first. An event to be scored waits for the watermark, as it does in the stream.
 */
public final class History {
    private final Pipeline pipeline;
    private final Rows rows;
    private final Evaluator evaluator;
    private final List<SourceProgress> sources = new ArrayList<>();
    private final PriorityQueue<Event> held =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::offset));

    /** What happens to the events of the rows: scored in the order of event time, late ones excepted; all else in the rows' order. */
    public interface Listener {
        /** An event was scored: every feature is computed. */
        void scored(PartialVector partial);

        /** An event of another source was taken in. */
        void learned(Event fact);

        /** A row, or what it holds for one source, was refused. */
        void refused(DeadLetter letter);

        /** Whether further rows are wanted. */
        default boolean goesOn() {
            return true;
        }
    }

    public History(Pipeline pipeline, Rows rows) {
        this.pipeline = pipeline;
        this.rows = rows;
        this.evaluator = new Evaluator(pipeline.features());
        for (Source source : pipeline.sources()) {
            if (source.index() != pipeline.features().scored()) {
                sources.add(new SourceProgress(source, new RowEvents(source, rows.name())));
            }
        }
        sources.add(new SourceProgress(pipeline.scored(), new RowEvents(pipeline.scored(), rows.name())));
    }

    /** How far one source has come: its watermark, and the ids that it remembers. */
    private static final class SourceProgress {
        private final Source source;
        private final RowEvents events;
        private final LinkedHashMap<String, Accepted> accepted = new LinkedHashMap<>();
        private long watermark = Long.MIN_VALUE;

        SourceProgress(Source source, RowEvents events) {
            this.source = source;
            this.events = events;
        }

        private record Accepted(long time, long forgottenAt) {}

        boolean repeats(Event event) {
            Accepted before = accepted.get(event.id());
            return before != null
                    && before.forgottenAt() > watermark
                    && Repetition.repeats(event.time(), before.time(), source.duplicates());
        }

        void accept(Event event) {
            long forgottenAt = Repetition.forgottenAt(event.time(), watermark, source.duplicates());
            accepted.put(event.id(), new Accepted(event.time(), forgottenAt));
            watermark = Math.max(watermark, event.time() - source.lateness() - 1);
            Iterator<Accepted> oldest = accepted.values().iterator();
            while (oldest.hasNext() && oldest.next().forgottenAt() <= watermark) {
                oldest.remove();
            }
        }
    }

    /** Reads rows to the end, or until the listener wants no more. */
    public void run(Listener listener) {
        for (Row row = rows.next(); row != null && listener.goesOn(); row = rows.next()) {
            for (SourceProgress progress : sources) {
                RowEvents.Read read = progress.events.read(row);
                if (read.deadLetter() != null) {
                    listener.refused(read.deadLetter());
                } else if (read.event() != null) {
                    take(progress, read.event(), listener);
                }
            }
        }
        while (!held.isEmpty() && listener.goesOn()) {
            score(held.remove(), listener);
        }
    }

    private void take(SourceProgress progress, Event event, Listener listener) {
        long late = pipeline.features().late();
        if (progress.watermark > Long.MIN_VALUE && event.time() < progress.watermark - late) {
            listener.refused(letter(progress.source, event, Reason.TOO_LATE));
        } else if (progress.repeats(event)) {
            listener.refused(letter(progress.source, event, Reason.DUPLICATE));
        } else {
            boolean inTime = event.time() > progress.watermark;
            progress.accept(event);
            if (progress.source.index() != pipeline.features().scored()) {
                evaluator.learn(event);
                listener.learned(event);
            } else if (inTime) {
                held.add(event);
                release(progress.watermark, listener);
            } else {
                score(event, listener);
            }
        }
    }

    private void release(long watermark, Listener listener) {
        evaluator.advance(
                Math.min(watermark - pipeline.features().late(), held.element().time()));
        for (Event first = held.peek(); first != null && first.time() <= watermark; first = held.peek()) {
            score(held.remove(), listener);
        }
    }

    private void score(Event event, Listener listener) {
        listener.scored(evaluator.evaluate(event));
    }

    private DeadLetter letter(Source source, Event event, Reason reason) {
        return new DeadLetter(
                source.name(),
                rows.name(),
                event.partition(),
                event.offset(),
                event.timestamp(),
                reason,
                "row " + event.offset(),
                event.id(),
                null,
                null);
    }
}
