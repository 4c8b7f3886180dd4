package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.feature.FeatureKind;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.pipeline.CheckedFeature.CheckedColumn;
import io.millrace.pipeline.DeclaredFeature.Window;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionException;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.expression.Operand;
import io.millrace.pipeline.expression.ParsedExpression;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the windowed features of one set: the entity's key, the expressions and their types. */
final class WindowedCheck {
    private static final List<ExpressionType> NUMBER = List.of(ExpressionType.INT, ExpressionType.DOUBLE);
    private static final List<ExpressionType> CONDITION = List.of(ExpressionType.BOOL);

    private final FeatureTable table;
    private final String entity;

    /** @param entity the field with the entity's key */
    WindowedCheck(FeatureTable table, String entity) {
        this.table = table;
        this.entity = entity;
    }

    void check(DeclaredFeature.Windowed feature) {
        Optional<CheckedExpression> value = expression(feature.value(), feature.source(), NUMBER);
        Optional<CheckedExpression> where = expression(feature.where(), feature.source(), CONDITION);
        boolean complete =
                value.isPresent() == (feature.value() != null) && where.isPresent() == (feature.where() != null);
        if (complete) {
            table.put(feature, variants(feature, column(feature, where.orElse(null), value.orElse(null))));
        }
    }

    private static CheckedColumn column(
            DeclaredFeature.Windowed feature, @Nullable CheckedExpression where, @Nullable CheckedExpression value) {
        String text = (value == null ? "1" : value.canonical()) + (where == null ? "" : " where " + where.canonical());
        return new CheckedColumn(feature.source(), where, value, text);
    }

    private Variants variants(DeclaredFeature.Windowed feature, CheckedColumn column) {
        if (!feature.listed()) {
            return Variants.of(checked(feature, column, feature.windows().get(0), feature.fullName()));
        }
        Map<Window, CheckedFeature> variants = new LinkedHashMap<>();
        feature.windows()
                .forEach(window -> variants.put(
                        window, checked(feature, column, window, feature.fullName() + "_" + window.text())));
        return Variants.of(variants);
    }

    private CheckedFeature checked(DeclaredFeature.Windowed feature, CheckedColumn column, Window window, String name) {
        String definition = feature.aggregate() + " " + column.text() + " of "
                + feature.source().definition() + " by " + feature.source().typed(entity) + " over " + window.millis()
                + " lag " + feature.lag();
        return new CheckedFeature.Windowed(
                name,
                kind(feature.aggregate(), column.value()),
                definition,
                feature.set(),
                column,
                feature.aggregate(),
                window.millis(),
                feature.lag());
    }

    private static FeatureKind kind(Plain aggregate, @Nullable CheckedExpression value) {
        return switch (aggregate) {
            case COUNT -> FeatureKind.INTEGER;
            case SUM, MIN, MAX ->
                value != null && value.type() == ExpressionType.INT ? FeatureKind.INTEGER : FeatureKind.REAL;
            default -> FeatureKind.REAL;
        };
    }

    private Optional<CheckedExpression> expression(
            @Nullable YamlValue value, DeclaredSource source, List<ExpressionType> expected) {
        Optional<String> text = value == null ? Optional.empty() : value.scalar();
        if (value == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return typed(value, ParsedExpression.parse(text.get()), source, expected);
        } catch (ExpressionException e) {
            value.problem("\"" + text.get() + "\": " + e.reason());
            return Optional.empty();
        }
    }

    private Optional<CheckedExpression> typed(
            YamlValue value, ParsedExpression parsed, DeclaredSource source, List<ExpressionType> expected)
            throws ExpressionException {
        Optional<Map<String, Operand>> operands = operands(value, parsed, source);
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        CheckedExpression checked = parsed.check(operands.get());
        if (!expected.contains(checked.type())) {
            value.problem("\"" + parsed.text() + "\" is a " + checked.type() + "; expected "
                    + (expected == CONDITION ? "a condition" : "a number")
                    + (checked.type() == ExpressionType.BOOL ? ", for example " + parsed.text() + " ? 1 : 0" : ""));
            return Optional.empty();
        }
        return Optional.of(checked);
    }

    private Optional<Map<String, Operand>> operands(YamlValue value, ParsedExpression parsed, DeclaredSource source) {
        Map<String, Operand> operands = new HashMap<>();
        for (String name : parsed.names()) {
            FieldKind kind = source.fields().kinds().get(name);
            if (kind == null) {
                value.problem(source.fields().explain(name)
                        + (table.isFeature(name) ? "; a window holds fields of its source, not features" : ""));
            } else {
                operands.put(name, new Operand.OfField(name, ExpressionType.of(kind)));
            }
        }
        return operands.size() == parsed.names().size() ? Optional.of(operands) : Optional.empty();
    }
}
