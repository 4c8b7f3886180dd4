package io.millrace.pipeline;

import io.millrace.feature.FeatureKind;
import io.millrace.pipeline.expression.CheckedExpression;
import io.millrace.pipeline.expression.ExpressionType;
import io.millrace.pipeline.expression.Operand;
import java.util.Map;

/** A feature whose expressions are checked; what is left open is its slot and those of what it reads. */
sealed interface CheckedFeature {
    /** The full name, for example {@code card.avg_7d}. */
    String name();

    FeatureKind kind();

    /** Canonical text of what the feature means, without its name. */
    String definition();

    /** Whether it is what the name of its declaration, with its window, stands for: not so for one of several values. */
    boolean isMain();

    /** Whether its canonical text holds those of other features, so that what builds on it has only its digest. */
    boolean readsFeatures();

    /** The feature as an expression reads it. */
    default Operand operand() {
        String text = readsFeatures() ? "sha256:" + Fingerprint.sha256(definition()) : definition();
        return new Operand.OfFeature(name(), ExpressionType.of(kind()), text);
    }

    /**
     * One value of an aggregate over one window.
     *
     * @param value which of the aggregate's values it is, from 0
     */
    record Windowed(String name, FeatureKind kind, String definition, CheckedWindow window, int value)
            implements CheckedFeature {
        @Override
        public boolean isMain() {
            return window.aggregate().suffixes().get(value).isEmpty();
        }

        @Override
        public boolean readsFeatures() {
            return window.readsFeatures();
        }
    }

    /**
     * A function of the scored event and other features.
     *
     * @param dimensions by the name of the field, how many numbers a vector has of which this is one; else empty
     */
    record Derived(
            String name,
            FeatureKind kind,
            String definition,
            CheckedExpression expression,
            Map<String, Integer> dimensions)
            implements CheckedFeature {
        public Derived {
            dimensions = Map.copyOf(dimensions);
        }

        @Override
        public boolean isMain() {
            return dimensions.isEmpty();
        }

        /** That it may is enough: definitions must not grow with the depth of derivation. */
        @Override
        public boolean readsFeatures() {
            return true;
        }
    }
}
