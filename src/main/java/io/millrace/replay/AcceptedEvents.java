package io.millrace.replay;

import io.millrace.config.DefinitionException;
import io.millrace.event.DeletionHistory;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private final Map<EventId, List<Event>> tombstones = new HashMap<>();

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
            tombstones
                    .computeIfAbsent(EventId.of(event), id -> new ArrayList<>(1))
                    .add(event);
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
        return !tombstones.isEmpty() && tombstones.containsKey(EventId.of(event));
    }

    /**
     * The events that were deleted.
     *
     * @throws DefinitionException where an id was used for several events, and which of them were deleted is not to be told
     */
    Set<Event> deleted() {
        Map<EventId, List<Event>> named = Stream.concat(scored.stream(), facts.stream())
                .filter(this::mayBeDeleted)
                .collect(Collectors.groupingBy(EventId::of));
        Set<Event> deleted = new HashSet<>();
        named.forEach((id, events) -> deleted.addAll(deleted(events, tombstones.getOrDefault(id, List.of()))));
        return deleted;
    }

    private Set<Event> deleted(List<Event> events, List<Event> named) {
        Source source = pipeline.sources().get(named.get(0).source());
        return new DeletionHistory(source.duplicates(), source.future())
                .deleted(events, named)
                .orElseThrow(() -> new DefinitionException(
                        placeOf(named.get(0)).toString(),
                        DeletionHistory.UNCLEAR + "; a training set as of prediction does without"));
    }

    /** Whether one event comes before another, or is it, in the order of (time, partition, offset). */
    static boolean isUpTo(Event event, Event other) {
        return ORDER.compare(event, other) <= 0;
    }
}
