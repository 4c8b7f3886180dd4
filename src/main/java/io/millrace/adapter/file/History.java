package io.millrace.adapter.file;

import io.millrace.content.ContentReaders;
import io.millrace.content.ContentVectors;
import io.millrace.event.Event;
import io.millrace.event.Repetition;
import io.millrace.feature.Evaluator;
import io.millrace.feature.PartialVector;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs rows through the evaluator under the rules of the stream: what the stream would score is scored here with the same bits, and what it would
 * refuse (invalid, repeated, too late) is refused here for the same reason. A row may hold an event of each source; those that are not scored are
 * taken in first. An event to be scored waits for the watermark, as it does in the stream.
 */
public final class History {
    /** Vectors that are kept by what they are of. */
    private static final int CACHED = 1_000;

    private final Pipeline pipeline;
    private final Rows rows;
    private final ContentReaders readers;
    private final Evaluator evaluator;
    private final List<SourceProgress> sources = new ArrayList<>();
    private final PriorityQueue<Accepted> held = new PriorityQueue<>(Comparator.comparing(
            Accepted::event, Comparator.comparingLong(Event::time).thenComparingLong(Event::offset)));
    private final ArrayDeque<Accepted> inOrderOfRows = new ArrayDeque<>();

    /** What happens to the events of the rows, told in the order of the rows for each method. */
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

    /** A history of a pipeline without texts and images. */
    public History(Pipeline pipeline, Rows rows) {
        this(pipeline, rows, ContentReaders.none());
    }

    /** @param readers for the vectors of texts and images, where the pipeline has any */
    public History(Pipeline pipeline, Rows rows, ContentReaders readers) {
        this.pipeline = pipeline;
        this.rows = rows;
        this.readers = readers;
        this.evaluator = new Evaluator(pipeline.features());
        for (Source source : pipeline.sources()) {
            if (source.index() != pipeline.features().scored()) {
                sources.add(new SourceProgress(source, new RowEvents(source, rows.name())));
            }
        }
        sources.add(new SourceProgress(pipeline.scored(), new RowEvents(pipeline.scored(), rows.name())));
    }

    /** An event to be scored, and its features once they are computed. */
    private static final class Accepted {
        private final Event event;
        private @Nullable PartialVector features;

        Accepted(Event event) {
            this.event = event;
        }

        Event event() {
            return event;
        }
    }

    /** How far one source has come: its watermark, and the ids that it remembers. */
    private static final class SourceProgress {
        private final Source source;
        private final RowEvents events;
        private final LinkedHashMap<String, Remembered> accepted = new LinkedHashMap<>();
        private @Nullable ContentVectors vectors;
        private long watermark = Long.MIN_VALUE;

        SourceProgress(Source source, RowEvents events) {
            this.source = source;
            this.events = events;
        }

        void open(String rows, ContentReaders readers) {
            try {
                vectors = ContentVectors.open(source.name(), rows, source.vectors(), readers, CACHED);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Arrival<Event> withVectors(Event event) {
            Arrival<Event> arrival = Arrival.of(event, event.time());
            return vectors == null ? arrival : vectors.compute(arrival);
        }

        void close() {
            if (vectors != null) {
                vectors.close();
            }
        }

        private record Remembered(long time, long forgottenAt) {}

        boolean repeats(Event event) {
            Remembered before = accepted.get(event.id());
            return before != null
                    && before.forgottenAt() > watermark
                    && Repetition.repeats(event.time(), before.time(), source.duplicates());
        }

        void accept(Event event) {
            long forgottenAt = Repetition.forgottenAt(event.time(), watermark, source.duplicates());
            accepted.put(event.id(), new Remembered(event.time(), forgottenAt));
            watermark = Math.max(watermark, event.time() - source.lateness() - 1);
            Iterator<Remembered> oldest = accepted.values().iterator();
            while (oldest.hasNext() && oldest.next().forgottenAt() <= watermark) {
                oldest.remove();
            }
        }
    }

    /**
     * Reads rows to the end, or until the listener wants no more.
     *
     * @throws UncheckedIOException where what vectors are computed with can't be read
     */
    public void run(Listener listener) {
        try {
            for (SourceProgress progress : sources) {
                progress.open(rows.name(), readers);
            }
            for (Row row = rows.next(); row != null && listener.goesOn(); row = rows.next()) {
                for (SourceProgress progress : sources) {
                    RowEvents.Read read = progress.events.read(row);
                    if (read.deadLetter() != null) {
                        listener.refused(read.deadLetter());
                    } else if (read.event() != null) {
                        arrive(progress, read.event(), listener);
                    }
                }
            }
        } finally {
            sources.forEach(SourceProgress::close);
        }
        release(Long.MAX_VALUE);
        tell(listener);
    }

    private void arrive(SourceProgress progress, Event event, Listener listener) {
        Arrival<Event> arrival = progress.withVectors(event);
        if (arrival.isDead()) {
            listener.refused(arrival.deadLetter());
        } else {
            take(progress, arrival.value(), listener);
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
            } else {
                Accepted scored = new Accepted(event);
                inOrderOfRows.add(scored);
                if (inTime) {
                    held.add(scored);
                } else {
                    scored.features = evaluator.evaluate(event);
                }
                release(progress.watermark);
                tell(listener);
            }
        }
    }

    private void release(long watermark) {
        for (Accepted first = held.peek(); first != null && first.event().time() <= watermark; first = held.peek()) {
            held.remove();
            evaluator.advance(first.event().time() - pipeline.features().late());
            first.features = evaluator.evaluate(first.event());
        }
        evaluator.reach(watermark);
    }

    private void tell(Listener listener) {
        for (Accepted first = inOrderOfRows.peek(); first != null && listener.goesOn(); first = inOrderOfRows.peek()) {
            PartialVector features = first.features;
            if (features == null) {
                return;
            }
            inOrderOfRows.remove();
            listener.scored(features);
        }
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
