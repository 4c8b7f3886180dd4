package io.millrace.pipeline;

import io.millrace.event.VectorShape;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Vectors;
import io.millrace.pipeline.DeclaredAggregate.DeclaredGroups;
import io.millrace.pipeline.DeclaredWindows.Window;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks one windowed feature, and makes the features that it stands for. */
final class WindowedCheck {
    private final DeclaredFeature.Windowed feature;
    private final List<String> entity;
    private final ColumnCheck columns;
    private final EffectCheck effects;

    /** @param entity the fields of the entity's key */
    WindowedCheck(DeclaredFeature.Windowed feature, List<String> entity, WindowScope scope, EffectCheck effects) {
        this.feature = feature;
        this.entity = entity;
        this.columns = new ColumnCheck(scope, feature);
        this.effects = effects;
    }

    /** What the declaration stands for; empty where it has problems. */
    Optional<Variants> check() {
        effects.checkCurrent();
        Optional<CheckedColumn> column = columns.aggregated();
        DeclaredGroups groups = feature.aggregate().groups();
        YamlValue second = feature.aggregate().second();
        if (second != null) {
            return ofTwo(column, columns.second(second));
        }
        return groups == null ? column.map(of -> variants(aggregate(of), of, null)) : ofGroups(column, groups);
    }

    private Aggregate aggregate(CheckedColumn column) {
        VectorShape vector = column.vector();
        return vector == null
                ? feature.aggregate().aggregate()
                : new Vectors(feature.aggregate().key().plain(), vector);
    }

    private Optional<Variants> ofTwo(Optional<CheckedColumn> first, Optional<CheckedExpression> second) {
        return first.isEmpty() || second.isEmpty()
                ? Optional.empty()
                : Optional.of(variants(feature.aggregate().aggregate(), first.get(), unconditional(second.get())));
    }

    private Optional<Variants> ofGroups(Optional<CheckedColumn> column, DeclaredGroups groups) {
        Optional<CheckedExpression> by = columns.group(groups);
        Optional<Aggregate> aggregate = by.flatMap(
                group -> GroupCheck.aggregate(feature.aggregate().key().plain(), groups, group.type()));
        return column.isEmpty() || aggregate.isEmpty()
                ? Optional.empty()
                : Optional.of(variants(aggregate.get(), column.get(), unconditional(by.get())));
    }

    /** A second column; that the first one is missing where the condition does not hold is enough. */
    private CheckedColumn unconditional(CheckedExpression value) {
        return new CheckedColumn(feature.source(), null, value, List.of(), null);
    }

    private Variants variants(Aggregate aggregate, CheckedColumn column, @Nullable CheckedColumn by) {
        effects.checkEmpty(aggregate, FeatureKinds.of(aggregate, 0, column.kind()));
        List<Window> windows = feature.windows().all();
        if (!feature.windows().listed()) {
            return Variants.of(values(window(aggregate, column, by, windows.get(0)), feature.fullName()));
        }
        Map<Window, List<CheckedFeature>> variants = new LinkedHashMap<>();
        for (Window window : windows) {
            String name = feature.fullName() + "_" + window.text();
            variants.put(window, values(window(aggregate, column, by, window), name));
        }
        return Variants.of(variants);
    }

    private CheckedWindow window(Aggregate aggregate, CheckedColumn column, @Nullable CheckedColumn by, Window window) {
        DeclaredWindows windows = feature.windows();
        return new CheckedWindow(
                feature.set(),
                aggregate,
                column,
                by,
                window.millis(),
                windows.begins(),
                windows.lag(),
                windows.withEvent(),
                feature.empty());
    }

    private List<CheckedFeature> values(CheckedWindow window, String name) {
        List<String> suffixes = window.aggregate().suffixes();
        return IntStream.range(0, suffixes.size())
                .mapToObj(value -> (CheckedFeature) new CheckedFeature.Windowed(
                        name + suffixes.get(value),
                        FeatureKinds.of(
                                window.aggregate(), value, window.column().kind()),
                        window.definition(entity, value),
                        window,
                        value))
                .toList();
    }
}
