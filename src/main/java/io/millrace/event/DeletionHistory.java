package io.millrace.event;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which events of one business id its tombstones have deleted, where an id is used again and again, from the records that the scoring job did not refuse.
 *
 * <p>Each of these tombstones has deleted one event: the last one before it, where that was remembered then, or else the next one, for which it waited. So of records of one partition, whose order is known, every way in which that
 * may have come about is followed, and where all lead to the same events, these were deleted. A last tombstone may wait still; it counts as one that does only where it can't have deleted anything, so that an event goes with a
 * tombstone that came too late until the job has refused that tombstone.
 *
 * <p>How far event time had come when a tombstone was read, nobody has noted. But no event lies further ahead of its record's timestamp in Kafka than declared, so that event time had come no further than that beyond the tombstone's
 * own timestamp. Where it had not left the event's id behind by then, the tombstone has deleted that event. This holds where the timestamps are those at which records were written, and a partition is not left behind for that long.
 *
 * @param duplicates for how long an id is remembered, in milliseconds of event time
 * @param future how far ahead of Kafka's timestamp an event's time may lie, in milliseconds
 */
public record DeletionHistory(long duplicates, long future) {
    /** What is wrong where nothing is told. */
    public static final String UNCLEAR =
            "the records do not tell which event this tombstone has deleted, because its id was used for several";

    /** What may have been the case between two records. */
    private enum State {
        /** No event could be deleted. */
        NONE,
        /** The last event could be. */
        REMEMBERED,
        /** A tombstone waits for the next event. */
        AWAITED
    }

    /** The events that were deleted; empty where that is not clear. All are of one id. */
    public Optional<Set<Event>> deleted(List<Event> events, List<Event> tombstones) {
        if (tombstones.isEmpty()) {
            return Optional.of(Set.of());
        }
        if (areOfOnePartition(events, tombstones)) {
            Map<State, Ways> ends = ends(events, tombstones);
            Ways ways = Ways.joined(ends.get(State.NONE), ends.get(State.REMEMBERED));
            Ways waiting = ways == null ? ends.get(State.AWAITED) : ways;
            if (waiting != null) {
                return waiting.told();
            }
        }
        return byCount(events, tombstones.size());
    }

    /** The same of events in any order, by how many were deleted. */
    public static Optional<Set<Event>> byCount(List<Event> events, int deleted) {
        if (deleted <= 0) {
            return Optional.of(Set.of());
        }
        return deleted >= events.size() ? Optional.of(new HashSet<>(events)) : Optional.empty();
    }

    private static boolean areOfOnePartition(List<Event> events, List<Event> tombstones) {
        return Stream.concat(events.stream(), tombstones.stream())
                        .mapToInt(Event::partition)
                        .distinct()
                        .count()
                == 1;
    }

    private Map<State, Ways> ends(List<Event> events, List<Event> tombstones) {
        Set<Event> deletions = new HashSet<>(tombstones);
        List<Event> ordered = new ArrayList<>(events);
        ordered.addAll(tombstones);
        ordered.sort(Comparator.comparingLong(Event::offset));
        Map<State, Ways> ways = new EnumMap<>(Map.of(State.NONE, new Ways(Set.of(), true)));
        Event last = null;
        for (Event record : ordered) {
            if (deletions.contains(record)) {
                ways = behindTombstone(ways, record, last);
            } else {
                ways = behindEvent(ways, record);
                last = record;
            }
        }
        return ways;
    }

    private static Map<State, Ways> behindEvent(Map<State, Ways> before, Event event) {
        Map<State, Ways> behind = new EnumMap<>(State.class);
        put(behind, State.REMEMBERED, before.get(State.NONE));
        put(behind, State.REMEMBERED, before.get(State.REMEMBERED));
        Ways awaited = before.get(State.AWAITED);
        put(behind, State.NONE, awaited == null ? null : awaited.with(event));
        return behind;
    }

    /** While a tombstone waits, another one is refused. */
    private Map<State, Ways> behindTombstone(Map<State, Ways> before, Event tombstone, @Nullable Event last) {
        Map<State, Ways> behind = new EnumMap<>(State.class);
        put(behind, State.AWAITED, before.get(State.NONE));
        Ways remembered = before.get(State.REMEMBERED);
        if (remembered != null && last != null) {
            put(behind, State.NONE, remembered.with(last));
            if (!isRememberedAt(tombstone, last)) {
                put(behind, State.AWAITED, remembered);
            }
        }
        return behind;
    }

    private boolean isRememberedAt(Event tombstone, Event event) {
        return event.timestamp() >= 0
                && event.timestamp() <= tombstone.timestamp()
                && tombstone.timestamp() + future < Repetition.forgottenAt(event.time(), Long.MIN_VALUE, duplicates);
    }

    private static void put(Map<State, Ways> ways, State state, @Nullable Ways more) {
        Ways all = Ways.joined(ways.get(state), more);
        if (all != null) {
            ways.put(state, all);
        }
    }

    /**
     * All ways in which records may have led to a state.
     *
     * @param deleted the events that were deleted on them
     * @param isClear whether these are the same on all
     */
    private record Ways(Set<Event> deleted, boolean isClear) {
        Ways {
            deleted = Set.copyOf(deleted);
        }

        static @Nullable Ways joined(@Nullable Ways some, @Nullable Ways others) {
            if (some == null || others == null) {
                return some == null ? others : some;
            }
            return new Ways(some.deleted, some.isClear && others.isClear && some.deleted.equals(others.deleted));
        }

        Ways with(Event event) {
            Set<Event> more = new HashSet<>(deleted);
            more.add(event);
            return new Ways(more, isClear);
        }

        Optional<Set<Event>> told() {
            return isClear ? Optional.of(deleted) : Optional.empty();
        }
    }
}
