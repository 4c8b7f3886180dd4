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

/** The events of a pipeline that its job took in, in the order of (time, partition, offset), and which of them were deleted. Held in memory. */
public final class AcceptedEvents implements EventFates {
    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::time)
            .thenComparingInt(Event::partition)
            .thenComparingLong(Event::offset);

    /** So many different texts are held once for all events that have them. */
    private static final int MOST_TEXTS = 1_000_000;

    private final Pipeline pipeline;
    private final List<Event> scored = new ArrayList<>();
    private final List<Event> facts = new ArrayList<>();
    private final Set<EventId> tombstones = new HashSet<>();

    private final Map<String, String> texts = new HashMap<>();

    private AcceptedEvents(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Reads all events of a pipeline. */
    public static AcceptedEvents read(Pipeline pipeline, RawEvents raw) throws IOException {
        Set<RecordPlace> refused = new HashSet<>();
        for (DeadLetter letter : raw.refused()) {
            if (letter.reason().keepsOutOfWindows()) {
                refused.add(RecordPlace.of(letter));
            }
        }
        AcceptedEvents accepted = new AcceptedEvents(pipeline);
        for (Source source : pipeline.sources()) {
            if (uses(pipeline, source)) {
                raw.read(source, arrival -> accepted.take(arrival, refused));
            }
        }
        accepted.texts.clear();
        accepted.scored.sort(ORDER);
        accepted.facts.sort(ORDER);
        return accepted;
    }

    /** Whether events of a source are in any window, or scored. */
    static boolean uses(Pipeline pipeline, Source source) {
        return source.index() == pipeline.features().scored()
                || pipeline.features().sets().stream().anyMatch(set -> set.takes(source.index()));
    }

    private void take(Arrival<Event> arrival, Set<RecordPlace> refused) {
        if (arrival.isDead() || refused.contains(placeOf(arrival.value()))) {
            return;
        }
        Event event = arrival.value();
        if (arrival.isDeletion()) {
            tombstones.add(EventId.of(event));
        } else {
            (event.source() == pipeline.features().scored() ? scored : facts).add(event.with(this::shared));
        }
    }

    private String shared(String text) {
        String known = texts.size() < MOST_TEXTS ? texts.putIfAbsent(text, text) : texts.get(text);
        return known == null ? text : known;
    }

    /** The place of an event's record. */
    public RecordPlace placeOf(Event event) {
        return RecordPlace.of(pipeline, event);
    }

    List<Event> scored() {
        return scored;
    }

    /** Events that are not scored. */
    List<Event> facts() {
        return facts;
    }

    /** Never: what was refused is not among these events. */
    @Override
    public boolean isRefused(Event event) {
        return false;
    }

    @Override
    public boolean mayBeDeleted(Event event) {
        return !tombstones.isEmpty() && tombstones.contains(EventId.of(event));
    }

    /** Whether one event comes before another, or is it, in the order of (time, partition, offset). */
    static boolean isUpTo(Event event, Event other) {
        return ORDER.compare(event, other) <= 0;
    }
}
