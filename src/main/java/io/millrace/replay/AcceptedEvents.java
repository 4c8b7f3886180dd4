package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The events of a pipeline that its job took in, in the order of (time, partition, offset), and which of them were deleted. Held in memory. */
public final class AcceptedEvents {
    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::time)
            .thenComparingInt(Event::partition)
            .thenComparingLong(Event::offset);

    private final Pipeline pipeline;
    private final List<Event> scored = new ArrayList<>();
    private final List<Event> facts = new ArrayList<>();
    private final Set<RecordPlace> deleted = new HashSet<>();

    private AcceptedEvents(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Reads all events of a pipeline. */
    public static AcceptedEvents read(Pipeline pipeline, RawEvents raw) throws IOException {
        Set<RecordPlace> refused = new HashSet<>();
        for (DeadLetter letter : raw.refused()) {
            refused.add(new RecordPlace(letter.topic(), letter.partition(), letter.offset()));
        }
        AcceptedEvents accepted = new AcceptedEvents(pipeline);
        for (Source source : pipeline.sources()) {
            if (accepted.uses(source)) {
                OfSource events = accepted.new OfSource(refused);
                raw.read(source, events);
                events.delete();
            }
        }
        accepted.scored.sort(ORDER);
        accepted.facts.sort(ORDER);
        return accepted;
    }

    private boolean uses(Source source) {
        return source.index() == pipeline.features().scored()
                || pipeline.features().sets().stream().anyMatch(set -> set.takes(source.index()));
    }

    /** Takes the records of one source. */
    private final class OfSource implements Consumer<Arrival<Event>> {
        private final Set<RecordPlace> refused;
        private final Set<String> tombstones = new HashSet<>();
        private final Map<String, List<Event>> byId = new HashMap<>();

        OfSource(Set<RecordPlace> refused) {
            this.refused = refused;
        }

        @Override
        public void accept(Arrival<Event> arrival) {
            if (arrival.isDead() || refused.contains(placeOf(arrival.value()))) {
                return;
            }
            Event event = arrival.value();
            if (arrival.isDeletion()) {
                tombstones.add(event.id());
                return;
            }
            (event.source() == pipeline.features().scored() ? scored : facts).add(event);
            if (pipeline.sources().get(event.source()).deletes()) {
                byId.computeIfAbsent(event.id(), id -> new ArrayList<>()).add(event);
            }
        }

        void delete() {
            tombstones.forEach(id -> byId.getOrDefault(id, List.of()).forEach(event -> deleted.add(placeOf(event))));
        }
    }

    /** The place of an event's record. */
    public RecordPlace placeOf(Event event) {
        return new RecordPlace(pipeline.sources().get(event.source()).topic(), event.partition(), event.offset());
    }

    List<Event> scored() {
        return scored;
    }

    /** Events that are not scored. */
    List<Event> facts() {
        return facts;
    }

    /** Whether a tombstone has the event's id: windows held it until that was read. */
    boolean mayBeDeleted(Event event) {
        return !deleted.isEmpty() && deleted.contains(placeOf(event));
    }

    /** Whether one event comes before another, or is it, in the order of (time, partition, offset). */
    static boolean isUpTo(Event event, Event other) {
        return ORDER.compare(event, other) <= 0;
    }
}
