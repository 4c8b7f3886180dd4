package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks which source erases the entities of a set. */
final class ErasureCheck {
    private final DeclaredSet set;
    private final DeclaredSource source;
    private final YamlValue place;

    private ErasureCheck(DeclaredSet set, DeclaredSource source, YamlValue place) {
        this.set = set;
        this.source = source;
        this.place = place;
    }

    /**
     * For each set whose entities are erased, the source that does.
     *
     * @param scored the source whose events are scored; empty where that has problems of its own
     */
    static Map<String, DeclaredSource> check(List<DeclaredSet> sets, Optional<DeclaredSource> scored) {
        Map<String, DeclaredSource> erasing = new LinkedHashMap<>();
        for (DeclaredSet set : sets) {
            Optional<YamlValue> place = set.map().value("erase");
            DeclaredSource source = set.erasing();
            if (place.isPresent() && source != null) {
                new ErasureCheck(set, source, place.get()).check(scored);
                erasing.put(set.name(), source);
            }
        }
        return erasing;
    }

    private void check(Optional<DeclaredSource> scored) {
        DeclaredEntity entity = set.entity();
        if (set.windowed().isEmpty()) {
            place.problem("is of no use: no feature of this set has a window, so that nothing is kept of an entity;"
                    + " leave it out");
        } else if (scored.filter(this::isSource).isPresent()) {
            place.problem("names " + source.name() + ", whose events are scored; an erasure comes from a source of its"
                    + " own");
        } else if (set.windowed().stream().anyMatch(feature -> isSource(feature.source()))) {
            place.problem("names " + source.name() + ", whose events this set counts; an erasure comes from another"
                    + " source");
        } else if (source.deletes()) {
            place.problem("names " + source.name()
                    + ", which declares deletes; an erasure can't be taken back, so leave" + " out deletes there");
        } else if (entity != null) {
            check(entity);
        }
    }

    private void check(DeclaredEntity entity) {
        Optional<String> lacking = entity.fields().stream()
                .filter(field -> !source.fields().kinds().containsKey(field))
                .findFirst();
        lacking.ifPresent(field -> place.problem("names " + source.name() + ", but "
                + source.fields().explain(field) + "; an erasure has every field of the entity"));
        if (lacking.isEmpty()) {
            entity.check(source);
        }
    }

    private boolean isSource(DeclaredSource other) {
        return other.index() == source.index();
    }
}
