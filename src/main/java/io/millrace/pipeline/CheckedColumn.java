package io.millrace.pipeline;

import io.millrace.event.VectorShape;
import io.millrace.feature.FeatureKind;
import io.millrace.feature.Projection;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.expression.Operand;
import io.millrace.pipeline.expression.Slots;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that is kept of the events of a source.
 *
 * @param where which events; null for all
 * @param value null for the number 1, which counts
 * @param categories the strings that are kept by their position; where there are none, a string is kept by its hash
 * @param vector the shape of the vectors that are kept; null where none are
 */
record CheckedColumn(
        DeclaredSource source,
        @Nullable CheckedExpression where,
        @Nullable CheckedExpression value,
        List<String> categories,
        @Nullable VectorShape vector) {
    CheckedColumn {
        categories = List.copyOf(categories);
    }

    /** Canonical text of value and condition. */
    String text() {
        return valueText() + (where == null ? "" : " where " + where.canonical());
    }

    private String valueText() {
        if (value == null) {
            return "1";
        }
        if (vector != null) {
            return value.canonical() + " of " + vector.text();
        }
        return categories.isEmpty() ? value.projected() : value.positioned(categories);
    }

    /** By the name of the field, how many numbers its vectors must have; empty where no vector is kept. */
    Map<String, Integer> dimensions() {
        return vector == null || value == null ? Map.of() : Map.of(value.vectorField(), vector.size());
    }

    /** The kind of a feature that is one of the values, or their sum. */
    FeatureKind kind() {
        return value == null || !categories.isEmpty() || value.type() == ExpressionType.INT
                ? FeatureKind.INTEGER
                : FeatureKind.REAL;
    }

    /** The fields and features that it reads. */
    Stream<Operand> operands() {
        return Stream.of(where, value)
                .flatMap(expression -> expression == null ? Stream.empty() : expression.operands().stream());
    }

    Projection compile(Slots slots) {
        return where == null ? compileValue(slots) : compileValue(slots).where(where.compile(slots));
    }

    private Projection compileValue(Slots slots) {
        if (value == null) {
            return Projection.of((event, row) -> 1);
        }
        if (vector != null) {
            return value.vector(slots, vector);
        }
        return categories.isEmpty() ? value.project(slots) : value.positions(categories, slots);
    }
}
