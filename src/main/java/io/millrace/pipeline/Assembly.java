package io.millrace.pipeline;

import io.millrace.config.Durations;
import io.millrace.content.ContentVector;
import io.millrace.content.ImageReference;
import io.millrace.event.EventType;
import io.millrace.feature.DerivedFeature;
import io.millrace.feature.Feature;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the pipeline from a checked definition: gives fields and features their slots and compiles the expressions. */
final class Assembly {
    private final CheckedDefinition definition;
    private final Map<String, Integer> slots;
    private final List<EventType> types = new ArrayList<>();

    Assembly(CheckedDefinition definition) {
        this.definition = definition;
        this.slots = definition.slots();
        definition.sources().forEach(source -> types.add(type(source)));
    }

    Pipeline pipeline() {
        FeaturePlan plan = plan();
        List<Feature> vector =
                plan.vector().stream().map(slot -> plan.features().get(slot)).toList();
        HeaderSection header = definition.header();
        return new Pipeline(
                header.name(),
                header.description(),
                header.owners(),
                definition.sources().stream().map(this::source).toList(),
                plan,
                Fingerprint.of(vector),
                definition.model().with(segments()),
                outcome(),
                header.delivery(),
                definition.reads(),
                definition.tests(),
                definition.notes());
    }

    private EventType type(DeclaredSource source) {
        Set<String> used = definition.used(source);
        Set<String> required = definition.required(source);
        Map<String, Integer> dimensions = definition.dimensions(source);
        List<EventType.Field> fields = new ArrayList<>();
        source.fields().kinds().forEach((name, kind) -> {
            if (used.contains(name)) {
                DeclaredVector vector = source.vectors().get(name);
                fields.add(new EventType.Field(
                        name,
                        kind,
                        required.contains(name),
                        dimensions.getOrDefault(name, 0),
                        vector == null ? null : vector.text()));
            }
        });
        List<String> names = fields.stream().map(EventType.Field::name).toList();
        return new EventType(
                source.name(), source.index(), fields, names.indexOf(source.id()), names.indexOf(source.time()));
    }

    private Source source(DeclaredSource source) {
        return new Source(
                source.name(),
                source.index(),
                source.topic(),
                source.fields().text(),
                types.get(source.index()),
                source.lateness(),
                source.duplicates(),
                source.deletes(),
                source.future(),
                source.largest(),
                vectors(source, types.get(source.index())),
                source.file());
    }

    private List<ContentVector> vectors(DeclaredSource source, EventType type) {
        Set<String> carried = definition.carried(source);
        List<ContentVector> vectors = new ArrayList<>();
        source.vectors().forEach((name, vector) -> {
            if (carried.contains(name)) {
                vectors.add(new ContentVector(
                        name,
                        type.slot(vector.of()),
                        type.slot(name),
                        carried.contains(vector.of()),
                        reference(vector.file(), type, carried),
                        vector.recipe()));
            }
        });
        return vectors;
    }

    private static @Nullable ImageReference reference(
            DeclaredVector.@Nullable File file, EventType type, Set<String> carried) {
        return file == null
                ? null
                : new ImageReference(type.slot(file.digest()), carried.contains(file.digest()), file.largest());
    }

    private FeaturePlan plan() {
        List<FeatureSet> sets = new ArrayList<>();
        definition
                .entities()
                .forEach((set, entity) ->
                        sets.add(new SetAssembly(definition, slots, types, entity).featureSet(set, sets.size())));
        List<DerivedFeature> derived = definition.derived().stream()
                .map(feature -> new DerivedFeature(
                        feature.expression()
                                .compile(new RowSlots(
                                        types.get(definition.scored().index()), slots)),
                        slots.getOrDefault(feature.name(), -1)))
                .toList();
        List<Feature> features = new ArrayList<>();
        definition
                .features()
                .forEach(feature -> features.add(
                        new Feature(feature.name(), features.size(), feature.kind(), feature.definition())));
        List<Integer> vector = definition.inputs().stream()
                .map(name -> slots.getOrDefault(name, -1))
                .toList();
        return new FeaturePlan(definition.scored().index(), sets, derived, features, vector, late(sets));
    }

    private long late(List<FeatureSet> sets) {
        long longest = sets.stream().mapToLong(FeatureSet::reach).max().orElse(0);
        return definition.header().late().orElse(longest == 0 ? Durations.DAY : longest);
    }

    private @Nullable Segments segments() {
        return definition
                .segmentBy()
                .map(expression -> new Segments(
                        expression.canonical(),
                        expression.text(
                                new RowSlots(types.get(definition.scored().index()), slots))))
                .orElse(null);
    }

    private @Nullable OutcomeSpec outcome() {
        return definition
                .outcome()
                .map(outcome -> new OutcomeSpec(
                        outcome.source().index(),
                        types.get(outcome.source().index()).slot(outcome.join()),
                        outcome.horizon(),
                        outcome.corrections(),
                        outcome.absent()))
                .orElse(null);
    }
}
