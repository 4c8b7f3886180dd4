package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.Optional;

/** Reads the section {@code outcome}: how the outcome of a scored event becomes known. */
final class OutcomeSection {
    /** The section as declared; the slot of {@code join} is not known yet. */
    record DeclaredOutcome(DeclaredSource source, String join, long horizon, long corrections, double absent) {}

    private OutcomeSection() {}

    /** The outcome; absent where none is declared or where it has problems. */
    static Optional<DeclaredOutcome> read(YamlMap root, DeclaredSources sources, Optional<DeclaredSource> scored) {
        return root.value("outcome").flatMap(YamlValue::map).flatMap(map -> section(map, sources, scored));
    }

    private static Optional<DeclaredOutcome> section(
            YamlMap map, DeclaredSources sources, Optional<DeclaredSource> scored) {
        map.allow(Keys.OUTCOME);
        Optional<DeclaredSource> source = map.require("source", "frauds").flatMap(sources::named);
        Optional<YamlValue> join = map.require("join", "transaction_id");
        Optional<Long> horizon = map.require("horizon", "7d").flatMap(DurationValues::readPositive);
        Optional<Long> corrections = map.value("corrections").flatMap(DurationValues::read);
        double absent = map.value("absent").flatMap(YamlValue::number).orElse(0.0);
        Optional<String> field =
                source.isEmpty() ? Optional.empty() : join.flatMap(value -> join(value, source.get(), scored));
        if (field.isEmpty() || horizon.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DeclaredOutcome(
                source.get(), field.get(), horizon.get(), corrections.orElse(horizon.get()), absent));
    }

    private static Optional<String> join(YamlValue value, DeclaredSource source, Optional<DeclaredSource> scored) {
        Optional<String> name = value.text();
        Optional<FieldKind> kind = name.flatMap(field -> source.fields().field(value, field));
        Optional<FieldKind> id = scored.map(events -> events.fields().kinds().get(events.id()));
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        if (id.isPresent() && kind.get() != id.get()) {
            value.problem("field \"" + name.get() + "\" is a " + kind.get() + ", but the id of "
                    + scored.get().name() + " that it holds is a " + id.get());
            return Optional.empty();
        }
        return name;
    }
}
