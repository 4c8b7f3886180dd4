package io.millrace.flink;

import io.millrace.config.DefinitionException;
import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which events wait at the feature sets of a savepoint, by their places in Kafka: scored ones and deletions of them, wherever they wait, and erasures by the set. */
public final class WaitingPlaces {
    private static final String ADVICE =
            "; go on with the old definition, stop the job with `flink stop --drain`, and take that savepoint";

    private final String savepoint;
    private final Pipeline pipeline;
    private final Set<Place> scored = new HashSet<>();
    /** Where the events stand that wait with their deletions. */
    private final Set<Place> deletions = new HashSet<>();

    private final Map<String, Set<Place>> erasures = new HashMap<>();
    private long earliest = Long.MAX_VALUE;

    WaitingPlaces(String savepoint, Pipeline pipeline) {
        this.savepoint = savepoint;
        this.pipeline = pipeline;
    }

    /** A place in the topic of one source. */
    record Place(int partition, long offset) {
        static Place of(Event event) {
            return new Place(event.partition(), event.offset());
        }
    }

    /**
     * Takes up an event.
     *
     * @param uid of the operator at which it waits
     * @param source the name of its source, whose index may be another one by now
     * @throws DefinitionException where it has no place under the definition at hand
     */
    void add(String uid, String source, PartialVector partial) {
        if (partial.isFact()) {
            erasures.computeIfAbsent(uid + " " + source, name -> new HashSet<>())
                    .add(Place.of(partial.event()));
            return;
        }
        if (!source.equals(pipeline.scored().name())) {
            throw refused("events of source " + source + " that wait at a feature set, and the definition scores "
                    + pipeline.scored().name());
        }
        if (partial.isRetraction()) {
            deletions.add(Place.of(partial.event()));
            return;
        }
        scored.add(Place.of(partial.event()));
        earliest = Math.min(earliest, partial.event().time());
    }

    private DefinitionException refused(String what) {
        return new DefinitionException("savepoint " + savepoint, "holds " + what + ADVICE);
    }

    /** The earliest time of a scored one; {@link Long#MAX_VALUE} where none waits. */
    public long earliest() {
        return earliest;
    }

    /** How many scored ones wait. */
    public int scored() {
        return scored.size();
    }

    /** Whether the deletion of a scored event waits. Then the event does, too. */
    boolean isDeletionToWait(Event event) {
        return deletions.contains(Place.of(event));
    }

    /**
     * Whether an event is to wait at a set: a scored one at the first set, wherever it waited, because it shall have the new features of all of them, and a deletion where its event does; an erasure where it
     * waited.
     */
    boolean isToWait(FeatureSet set, PartialVector partial) {
        Place place = Place.of(partial.event());
        if (partial.isRetraction()) {
            return set.index() == 0 && deletions.contains(place);
        }
        return partial.isScored()
                ? set.index() == 0 && scored.contains(place)
                : set.isErasedBy(partial.event().source()) && erasuresAt(set).contains(place);
    }

    /** How many events are to wait at a set. */
    int count(FeatureSet set) {
        return erasuresAt(set).size() + (set.index() == 0 ? scored.size() + deletions.size() : 0);
    }

    private Set<Place> erasuresAt(FeatureSet set) {
        if (set.erasing() == FeatureSet.NONE) {
            return Set.of();
        }
        Source source = pipeline.sources().get(set.erasing());
        return erasures.getOrDefault(FeatureSetOperator.uidOf(set) + " " + source.name(), Set.of());
    }
}
