package io.millrace.pipeline;

import io.millrace.feature.FeatureKind;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.expression.Operand;
import org.jspecify.annotations.Nullable;

/** A feature whose expressions are checked; what is left open is its slot and those of what it reads. */
sealed interface CheckedFeature {
    /** The full name, for example {@code card.avg_7d}. */
    String name();

    FeatureKind kind();

    /** Canonical text of what the feature means, without its name. */
    String definition();

    /** The feature as an expression reads it. */
    Operand operand();

    private static Operand operand(CheckedFeature feature, String definition) {
        return new Operand.OfFeature(feature.name(), ExpressionType.of(feature.kind()), definition);
    }

    /** One aggregate over one window. */
    record Windowed(
            String name,
            FeatureKind kind,
            String definition,
            String set,
            CheckedColumn column,
            Plain aggregate,
            long window,
            long lag)
            implements CheckedFeature {
        @Override
        public Operand operand() {
            return CheckedFeature.operand(this, definition);
        }
    }

    /** A function of the scored event and other features. */
    record Derived(String name, FeatureKind kind, String definition, CheckedExpression expression)
            implements CheckedFeature {
        /** Stands by its digest in what builds on it, so that definitions do not grow with the depth of derivation. */
        @Override
        public Operand operand() {
            return CheckedFeature.operand(this, "sha256:" + Fingerprint.sha256(definition));
        }
    }

    /**
     * A value that is kept of the events of a source.
     *
     * @param where which events; null for all
     * @param value null for the number 1, which counts
     * @param text canonical text of value and condition
     */
    record CheckedColumn(
            DeclaredSource source,
            @Nullable CheckedExpression where,
            @Nullable CheckedExpression value,
            String text) {}
}
