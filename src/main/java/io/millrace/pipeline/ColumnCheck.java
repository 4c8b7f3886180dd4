package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.event.VectorShape;
import io.millrace.pipeline.AggregateKey.Takes;
import io.millrace.pipeline.DeclaredAggregate.DeclaredCategories;
import io.millrace.pipeline.DeclaredAggregate.DeclaredDimensions;
import io.millrace.pipeline.DeclaredAggregate.DeclaredGroups;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionException;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.expression.Operand;
import io.millrace.pipeline.expression.ParsedExpression;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks the expressions of one windowed feature: what is kept of each event for it. */
final class ColumnCheck {
    private final WindowScope scope;
    private final DeclaredFeature.Windowed feature;

    ColumnCheck(WindowScope scope, DeclaredFeature.Windowed feature) {
        this.scope = scope;
        this.feature = feature;
    }

    /** What is aggregated; empty where it has problems. */
    Optional<CheckedColumn> aggregated() {
        DeclaredAggregate aggregate = feature.aggregate();
        Expected expected = Expected.of(aggregate.key().takes());
        Optional<CheckedExpression> value = expression(aggregate.value(), expected);
        Optional<CheckedExpression> where = expression(feature.where(), Expected.CONDITION);
        boolean complete = value.isPresent() == (aggregate.value() != null)
                && where.isPresent() == (feature.where() != null)
                && (value.isEmpty()
                        || (hasCategories(value.get(), aggregate) && hasDimensions(value.get(), aggregate)));
        return complete ? Optional.of(column(where.orElse(null), value.orElse(null))) : Optional.empty();
    }

    private CheckedColumn column(@Nullable CheckedExpression where, @Nullable CheckedExpression value) {
        DeclaredCategories categories = feature.aggregate().categories();
        return new CheckedColumn(
                feature.source(),
                where,
                value,
                categories == null ? List.of() : categories.texts(),
                value == null ? null : shape(value));
    }

    private @Nullable VectorShape shape(CheckedExpression value) {
        if (value.type() != ExpressionType.VECTOR) {
            return null;
        }
        String field = value.vectorField();
        DeclaredVector computed = feature.source().vectors().get(field);
        DeclaredDimensions dimensions = feature.aggregate().dimensions();
        int size = computed != null
                ? computed.recipe().dimensions()
                : Objects.requireNonNull(dimensions).count();
        return new VectorShape(size, feature.source().fields().kinds().get(field) == FieldKind.FLOATS);
    }

    /** Whether dimensions are declared of a vector, the same wherever it is aggregated, and of nothing else; else a problem. */
    private boolean hasDimensions(CheckedExpression value, DeclaredAggregate aggregate) {
        DeclaredDimensions dimensions = aggregate.dimensions();
        boolean needed = value.type() == ExpressionType.VECTOR;
        DeclaredVector computed = needed ? feature.source().vectors().get(value.vectorField()) : null;
        if (computed != null && aggregate.groups() == null) {
            return scope.fits(
                    value.vectorField(), computed, dimensions, feature.map().self());
        }
        if (needed && dimensions == null) {
            feature.map()
                    .self()
                    .problem(
                            aggregate.groups() == null
                                    ? "is about a vector; write how many numbers it has, for example dimensions: 384"
                                    : "has groups of a vector, which can't be; write a feature with where for each group");
        } else if (!needed && dimensions != null) {
            dimensions
                    .value()
                    .problem("belongs to a vector, an array of float or double; \"" + written(aggregate.value())
                            + "\" is a " + value.type());
        }
        return needed == (dimensions != null) && (dimensions == null || scope.agree(value.vectorField(), dimensions));
    }

    /** Whether categories are declared where they must be, and not elsewhere; else a problem. */
    private boolean hasCategories(CheckedExpression value, DeclaredAggregate aggregate) {
        DeclaredCategories categories = aggregate.categories();
        boolean needed = aggregate.key().takes() == Takes.LISTED && value.type() == ExpressionType.STRING;
        if (needed && categories == null) {
            feature.map()
                    .self()
                    .problem("is about a string, and a feature is a number; write for example categories: [A, B, C],"
                            + " so that it is the position in that list");
        } else if (!needed && categories != null) {
            categories
                    .value()
                    .problem("belongs to a string; \"" + written(aggregate.value()) + "\" is a " + value.type());
        }
        return needed == (categories != null);
    }

    private static String written(@Nullable YamlValue value) {
        return value == null ? "" : value.scalar().orElse("");
    }

    /** The second value of two that are aggregated; empty where it has problems. */
    Optional<CheckedExpression> second(YamlValue value) {
        return expression(value, Expected.NUMBER);
    }

    /** What names an event's group; empty where it has problems. */
    Optional<CheckedExpression> group(DeclaredGroups groups) {
        return expression(groups.by(), Expected.CATEGORY);
    }

    private Optional<CheckedExpression> expression(@Nullable YamlValue value, Expected expected) {
        Optional<String> text = value == null ? Optional.empty() : value.scalar();
        if (value == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            ParsedExpression parsed = ParsedExpression.parse(text.get());
            Optional<Map<String, Operand>> operands = scope.operands(value, parsed);
            return operands.isEmpty()
                    ? Optional.empty()
                    : expected.check(parsed.check(operands.get()), parsed.text(), value);
        } catch (ExpressionException e) {
            value.problem("\"" + text.get() + "\": " + e.reason());
            return Optional.empty();
        }
    }
}
