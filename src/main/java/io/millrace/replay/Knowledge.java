package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.model.Prediction;
import io.millrace.model.Seen;
import io.millrace.pipeline.Pipeline;
import java.util.List;

/** The rules by which a prediction knew an event of one feature set: where the event lies, and the prediction's frontier. */
final class Knowledge {
    private final Pipeline pipeline;
    private final FeatureSet set;
    private final EventFates fates;

    Knowledge(Pipeline pipeline, FeatureSet set, EventFates fates) {
        this.pipeline = pipeline;
        this.set = set;
        this.fates = fates;
    }

    /** The entity that an event is about. */
    String entityOf(Event event) {
        return set.keyOf(event);
    }

    /** How long after others an event can come that is evaluated, in milliseconds. */
    long late() {
        return pipeline.features().late();
    }

    /** Whether windows let go of events. */
    boolean forgets() {
        return !set.hasLifetime();
    }

    /** The earliest time of events that a window can hold at this time or later, where windows have an end. */
    long keptFrom(long time) {
        return time - set.kept() - 1;
    }

    /** Where in an entity's events, in the order of time, those begin that a window can hold at a time. */
    int firstOf(List<Event> events, long time) {
        return forgets() ? countUntil(events, keptFrom(time) - 1) : 0;
    }

    /** How many of some events in the order of time are of this time or earlier. */
    static int countUntil(List<Event> ordered, long time) {
        int from = 0;
        int to = ordered.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (ordered.get(middle).time() <= time) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Whether a prediction knew an event up to the scored one; an erasure before that always, and the scored one itself. */
    boolean isKnown(Prediction prediction, Event event, Event scored) {
        return isUpTo(event, scored)
                && !fates.isRefused(event)
                && (event == scored
                        || set.isErasedBy(event.source())
                        || isSeen(prediction, RecordPlace.of(pipeline, event)));
    }

    private boolean isUpTo(Event event, Event scored) {
        if (event.source() == scored.source()) {
            return AcceptedEvents.isUpTo(event, scored);
        }
        return set.isErasedBy(event.source()) ? event.time() < scored.time() : event.time() <= scored.time();
    }

    private boolean isSeen(Prediction prediction, RecordPlace place) {
        for (Seen seen : prediction.frontier()) {
            if (seen.partition() == place.partition()
                    && seen.featureSet().equals(set.name())
                    && seen.topic().equals(place.topic())) {
                return place.offset() <= seen.offset();
            }
        }
        return false;
    }

    /** Whether the frontier of a prediction goes beyond the one of another prediction, in this set. */
    boolean sawMore(Prediction prediction, Prediction other) {
        for (Seen seen : prediction.frontier()) {
            if (seen.featureSet().equals(set.name())
                    && !isSeen(other, new RecordPlace(seen.topic(), seen.partition(), seen.offset()))) {
                return true;
            }
        }
        return false;
    }
}
