package io.millrace.content;

import io.millrace.content.ContentReader.Reading;
import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the vectors of one source's events: the step between an event as it was read and the event as features see it, in jobs, files, tests and replay alike.
 *
 * <p>A content that is null, an empty one and a blank text have no vector. One that no vector can be computed of makes its event a dead letter. The vector of a content that was seen lately is not computed
 * again, and its file is not read again. A content that nothing else reads is not carried on. Used by one thread.
 */
public final class ContentVectors implements AutoCloseable {
    private final String source;
    private final String topic;
    private final @Nullable ImageFiles files;
    private final int ahead;
    private final List<Step> steps = new ArrayList<>();
    private final long dropped;
    private long computed;
    private long repeated;
    private long truncated;

    private record Step(ContentVector vector, FieldContent content, ContentReader reader, VectorCache cache) {}

    private ContentVectors(String source, String topic, List<ContentVector> vectors, ContentReaders readers) {
        boolean refers = vectors.stream().anyMatch(vector -> vector.reference() != null);
        this.source = source;
        this.topic = topic;
        this.files = refers ? readers.files() : null;
        this.ahead = refers ? readers.ahead() : 0;
        this.dropped = vectors.stream().mapToLong(ContentVector::dropped).reduce(0, (slots, slot) -> slots | slot);
    }

    /**
     * Opens the readers of a source's vectors; none where it has none.
     *
     * @param topic of the source, for dead letters
     * @param cached how many vectors of each kind are kept, from 1
     * @throws IOException as {@link ContentReaders#open} throws it
     */
    public static ContentVectors open(
            String source, String topic, List<ContentVector> vectors, ContentReaders readers, int cached)
            throws IOException {
        ContentVectors all = new ContentVectors(source, topic, vectors, readers);
        try {
            for (ContentVector vector : vectors) {
                all.steps.add(
                        new Step(vector, all.content(vector), readers.open(vector.recipe()), new VectorCache(cached)));
            }
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private FieldContent content(ContentVector vector) {
        return files == null || vector.reference() == null
                ? new CarriedContent(vector.from(), vector.recipe() instanceof TextRecipe)
                : new ReferredContent(vector.from(), vector.reference(), files);
    }

    /** How many events are to wait while images of theirs are read; 0 where events carry all contents. */
    int ahead() {
        return ahead;
    }

    /** Begins to read the images that an event refers to, if {@link #compute} will need them. */
    void begin(Arrival<Event> arrival) {
        if (files == null || !arrival.hasEventTime()) {
            return;
        }
        for (Step step : steps) {
            try {
                String key = step.content().key(arrival.value());
                if (key != null && !step.cache().has(key)) {
                    step.content().ahead(arrival.value());
                }
            } catch (ContentException e) {
                // Told of when the event's turn has come.
                return;
            }
        }
    }

    /** Whether nothing that was begun for an event is still awaited. */
    boolean isReady(Arrival<Event> arrival) {
        return !arrival.hasEventTime()
                || steps.stream().allMatch(step -> step.content().isReady(arrival.value()));
    }

    /** The event with its vectors, or a dead letter. Deletions and dead letters stay as they are. */
    public Arrival<Event> compute(Arrival<Event> arrival) {
        if (steps.isEmpty() || !arrival.hasEventTime()) {
            return arrival;
        }
        Event event = arrival.value();
        @Nullable NumberVector[] vectors = new @Nullable NumberVector[event.slots()];
        try {
            for (Step step : steps) {
                try {
                    vectors[step.vector().into()] = vector(step, event);
                } catch (ContentException e) {
                    return Arrival.dead(deadLetter(arrival, step.vector(), e));
                }
            }
        } finally {
            steps.forEach(step -> step.content().forget(event));
        }
        return Arrival.of(event.with(vectors, dropped), arrival.time());
    }

    private @Nullable NumberVector vector(Step step, Event event) throws ContentException {
        String key = step.content().key(event);
        if (key == null) {
            return null;
        }
        Reading reading = step.cache().get(key);
        if (reading == null) {
            reading = step.reader().read(step.content().read(event));
            step.cache().put(key, reading);
            computed++;
        } else {
            repeated++;
        }
        truncated += reading.truncated() ? 1 : 0;
        return reading.vector();
    }

    private DeadLetter deadLetter(Arrival<Event> arrival, ContentVector vector, ContentException why) {
        Event event = arrival.value();
        return new DeadLetter(
                source,
                topic,
                event.partition(),
                event.offset(),
                event.timestamp(),
                why.reason(),
                vector.name() + ": " + why.detail(),
                event.id(),
                arrival.key(),
                arrival.record());
    }

    /** Vectors that were computed so far. */
    public long computed() {
        return computed;
    }

    /** Vectors so far whose content had been seen lately. */
    public long repeated() {
        return repeated;
    }

    /** Vectors so far that are of the content's beginning only. */
    public long truncated() {
        return truncated;
    }

    @Override
    public void close() {
        steps.forEach(step -> step.reader().close());
        steps.clear();
        if (files != null) {
            files.close();
        }
    }
}
