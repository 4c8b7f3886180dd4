package io.millrace.model.control;

import java.util.HashMap;
import java.util.Map;

/**
 * Which models serve an event: a function of the event's time and segment, and of the accepted commands. Whoever adds the same commands in the same order gets the same line-ups, also for events
 * that are late or replayed.
 */
public final class Timeline {
    /** The segment of the events that have no champion of their own. */
    public static final String ALL = "";

    private final Map<String, Changes> segments = new HashMap<>();
    private final Changes all = new Changes();

    public Timeline() {
        segments.put(ALL, all);
    }

    /** Adds a change; every one that holds at an event's time must have been added before the event is asked for. */
    public void add(Decision decision) {
        if (decision.isChange()) {
            ModelCommand change = decision.command();
            segments.computeIfAbsent(change.segment(), segment -> new Changes()).add(change);
        }
    }

    /** The models that serve events of a segment at a time: those of all events where the segment has no champion then. */
    public Lineup at(long time, String segment) {
        Changes own = segment.isEmpty() ? null : segments.get(segment);
        if (own != null) {
            Lineup lineup = own.at(time);
            if (lineup.champion() != null) {
                return lineup;
            }
        }
        return all.at(time);
    }

    /** Whether a model is the champion of a segment at a time or later. */
    boolean isChampionFrom(String digest, String segment, long time) {
        Changes changes = segments.get(segment);
        return changes != null && changes.anyFrom(time, lineup -> digest.equals(lineup.champion()));
    }

    /** Whether a model has a part in any segment at a time or later. */
    public boolean holdsFrom(String digest, long time) {
        return segments.values().stream().anyMatch(changes -> changes.anyFrom(time, lineup -> lineup.holds(digest)));
    }
}
