package io.millrace.pipeline;

import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.OutcomeSection.DeclaredOutcome;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.Operand;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A definition without problems in it; what is left to do is to give fields and features their slots.
 *
 * @param entities for each feature set with state, in the order of computation, the fields of the entity's key
 * @param erasing for each feature set whose entities are erased, the source that does
 * @param features every feature, in the order of the definition
 * @param derived the derived ones among them, each after its inputs
 * @param segmentBy what names the segment of a scored event
 * @param inputs names of the model's inputs, in order
 * @param notes what is said of each feature, by its full name
 */
record CheckedDefinition(
        HeaderSection header,
        List<DeclaredSource> sources,
        DeclaredSource scored,
        Map<String, List<String>> entities,
        Map<String, DeclaredSource> erasing,
        List<CheckedFeature> features,
        List<CheckedFeature.Derived> derived,
        ModelSpec model,
        Optional<CheckedExpression> segmentBy,
        List<String> inputs,
        Optional<DeclaredOutcome> outcome,
        List<FeatureTest> tests,
        Map<String, Note> notes) {

    /** The windowed features of a set, in the order of the definition; the values of one aggregate follow each other. */
    List<CheckedFeature.Windowed> windowed(String set) {
        return features.stream()
                .filter(CheckedFeature.Windowed.class::isInstance)
                .map(CheckedFeature.Windowed.class::cast)
                .filter(feature -> feature.window().set().equals(set))
                .toList();
    }

    /** Whether events of a source must carry a set's entity key: they are kept there, or scored with its features, or erase. */
    boolean needsKey(String set, DeclaredSource source) {
        return source.index() == scored.index()
                || erasing(set) == source.index()
                || windowed(set).stream()
                        .anyMatch(feature -> feature.window().column().source().index() == source.index());
    }

    /** The index of the source that erases a set's entities, or {@link FeatureSet#NONE}. */
    int erasing(String set) {
        DeclaredSource source = erasing.get(set);
        return source == null ? FeatureSet.NONE : source.index();
    }

    /** The fields without which an event of a source is invalid. */
    Set<String> required(DeclaredSource source) {
        Set<String> names = new LinkedHashSet<>(List.of(source.id(), source.time()));
        entities.forEach((set, entity) -> {
            if (needsKey(set, source)) {
                names.addAll(entity);
            }
        });
        if (source.index() == scored.index()) {
            names.addAll(model.splitBy());
            segmentBy.flatMap(CheckedExpression::field).ifPresent(names::add);
        }
        outcome.filter(o -> o.source().index() == source.index()).ifPresent(o -> names.add(o.join()));
        return names;
    }

    /** Every field of a source that is used: those that go on with an event, and those whose contents vectors are computed of. */
    Set<String> used(DeclaredSource source) {
        Set<String> names = new LinkedHashSet<>(carried(source));
        source.vectors().forEach((name, vector) -> {
            if (names.contains(name)) {
                names.addAll(vector.fields());
            }
        });
        return names;
    }

    /** Every field of a source that goes on with an event, vectors that are computed among them. */
    Set<String> carried(DeclaredSource source) {
        Set<String> names = new LinkedHashSet<>(required(source));
        if (source.index() == scored.index()) {
            segmentBy.ifPresent(expression -> addFields(expression.operands().stream(), names));
        }
        for (CheckedFeature feature : features) {
            if (feature instanceof CheckedFeature.Windowed windowed
                    && windowed.window().column().source().index() == source.index()) {
                windowed.window().columns().forEach(column -> addFields(column.operands(), names));
            } else if (feature instanceof CheckedFeature.Derived d && source.index() == scored.index()) {
                addFields(d.expression().operands().stream(), names);
            }
        }
        return names;
    }

    /** For each vector of a source that features take as a whole, or that is computed, how many numbers it has. */
    Map<String, Integer> dimensions(DeclaredSource source) {
        Map<String, Integer> dimensions = new HashMap<>();
        source.vectors()
                .forEach((name, vector) -> dimensions.put(name, vector.recipe().dimensions()));
        for (CheckedFeature feature : features) {
            if (feature instanceof CheckedFeature.Windowed windowed
                    && windowed.value() == 0
                    && windowed.window().column().source().index() == source.index()) {
                dimensions.putAll(windowed.window().column().dimensions());
            } else if (feature instanceof CheckedFeature.Derived derivedOne && source.index() == scored.index()) {
                dimensions.putAll(derivedOne.dimensions());
            }
        }
        return dimensions;
    }

    /** For each derived feature what its expression reads: names of fields, then names of features. */
    Map<String, List<String>> reads() {
        Map<String, List<String>> reads = new LinkedHashMap<>();
        for (CheckedFeature.Derived feature : derived) {
            List<String> names = feature.expression().operands().stream()
                    .sorted(Comparator.comparing((Operand operand) -> operand instanceof Operand.OfFeature)
                            .thenComparing(Operand::name))
                    .map(Operand::name)
                    .toList();
            reads.put(feature.name(), names);
        }
        return reads;
    }

    /** For each feature its slot. */
    Map<String, Integer> slots() {
        Map<String, Integer> slots = new LinkedHashMap<>();
        features.forEach(feature -> slots.put(feature.name(), slots.size()));
        return slots;
    }

    private static void addFields(Stream<Operand> operands, Set<String> names) {
        operands.filter(Operand.OfField.class::isInstance).map(Operand::name).forEach(names::add);
    }
}
