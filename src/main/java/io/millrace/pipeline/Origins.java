package io.millrace.pipeline;

import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.Operand;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what each feature of a checked definition is computed of, in the definition itself. */
final class Origins {
    private static final String GROUPED = "grouped by";

    private final CheckedDefinition definition;

    Origins(CheckedDefinition definition) {
        this.definition = definition;
    }

    /** By the full names of the features, in the order of the definition. */
    Map<String, FeatureOrigin> all() {
        Map<String, FeatureOrigin> all = new LinkedHashMap<>();
        for (CheckedFeature feature : definition.features()) {
            Collected collected = new Collected();
            if (feature instanceof CheckedFeature.Windowed windowed) {
                window(windowed.window(), collected);
            } else if (feature instanceof CheckedFeature.Derived derived) {
                derived(derived, collected);
            }
            all.put(feature.name(), new FeatureOrigin(collected.fields, collected.features));
        }
        return all;
    }

    /** Beside what it aggregates, a window is made by the entity's key and the event's time; and of an event with a known id only the first counts. */
    private void window(CheckedWindow window, Collected collected) {
        DeclaredSource source = window.column().source();
        List<String> entity = definition.entities().getOrDefault(window.set(), List.of());
        column(window.column(), Use.AGGREGATION, collected);
        if (window.by() != null) {
            boolean isGroup = window.aggregate().secondColumn().equals(GROUPED);
            column(window.by(), isGroup ? Use.GROUP_BY : Use.AGGREGATION, collected);
        }
        collected.fields(source, entity, Use.GROUP_BY);
        collected.field(source, source.time(), Use.WINDOW);
        collected.field(source, source.id(), Use.FILTER);
        DeclaredSource scored = definition.scored();
        if (source.index() != scored.index()) {
            collected.fields(scored, entity, Use.JOIN);
            collected.field(scored, scored.time(), Use.WINDOW);
        }
        DeclaredSource erasing = definition.erasing().get(window.set());
        if (erasing != null) {
            collected.fields(erasing, entity, Use.FILTER);
            collected.field(erasing, erasing.time(), Use.FILTER);
        }
    }

    private static void column(CheckedColumn column, Use value, Collected collected) {
        expression(column.source(), column.value(), value, collected);
        expression(column.source(), column.where(), Use.FILTER, collected);
    }

    private void derived(CheckedFeature.Derived feature, Collected collected) {
        boolean isField = feature.isMain() && feature.expression().field().isPresent();
        Use use = isField ? Use.IDENTITY : Use.TRANSFORMATION;
        expression(definition.scored(), feature.expression(), use, collected);
    }

    private static void expression(
            DeclaredSource source, @Nullable CheckedExpression expression, Use use, Collected collected) {
        if (expression == null) {
            return;
        }
        for (Operand operand : expression.operands()) {
            if (operand instanceof Operand.OfFeature) {
                collected.features.add(new FeatureUse(operand.name(), use));
            } else {
                collected.field(source, operand.name(), use);
            }
        }
    }

    /** What was found so far of one feature. */
    private static final class Collected {
        private final Set<FieldUse> fields = new LinkedHashSet<>();
        private final Set<FeatureUse> features = new LinkedHashSet<>();

        void fields(DeclaredSource source, List<String> names, Use use) {
            names.forEach(name -> field(source, name, use));
        }

        void field(DeclaredSource source, String name, Use use) {
            DeclaredVector vector = source.vectors().get(name);
            fields.add(
                    vector == null
                            ? new FieldUse(source.name(), name, use)
                            : new FieldUse(source.name(), vector.of(), Use.TRANSFORMATION.then(use)));
        }
    }
}
