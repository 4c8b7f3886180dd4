package io.millrace.pipeline;

import io.millrace.feature.FeatureKind;
import io.millrace.pipeline.FeatureTest.Expected;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.Optional;

/** Values that a test expects of features: a number, {@code true}, {@code false}, {@code missing}, or a number and how far it may be off. */
final class ExpectedValues {
    private ExpectedValues() {}

    /** What the feature must be as of an event; a value that the feature can't have is a problem. */
    static Optional<Expected> read(CheckedFeature feature, YamlValue value, int event) {
        if (value.isMap()) {
            return about(feature, value, event);
        }
        Optional<String> text = value.scalar();
        Optional<Double> number =
                text.flatMap(any -> any.equals("missing") ? Optional.of(Double.NaN) : exactly(feature, value));
        return number.map(exact -> new Expected(value.place(), event, feature.name(), exact, 0));
    }

    private static Optional<Double> exactly(CheckedFeature feature, YamlValue value) {
        if (feature.kind() == FeatureKind.BOOLEAN) {
            return value.bool().map(truth -> truth ? 1.0 : 0.0);
        }
        Optional<Double> number = value.number();
        if (number.isPresent() && feature.kind() == FeatureKind.INTEGER && number.get() != Math.rint(number.get())) {
            value.problem("is " + number.get() + ", but " + feature.name() + " is a whole number");
            return Optional.empty();
        }
        return number;
    }

    private static Optional<Expected> about(CheckedFeature feature, YamlValue value, int event) {
        if (feature.kind() == FeatureKind.BOOLEAN) {
            value.problem("is a mapping, but " + feature.name() + " is a boolean; expected true, false or missing");
            return Optional.empty();
        }
        return value.map().flatMap(map -> {
            map.allow(Keys.APPROXIMATION);
            Optional<Double> about = map.require("about", "7.33").flatMap(YamlValue::number);
            Optional<Double> within = map.require("within", "0.01").flatMap(ExpectedValues::distance);
            return about.isPresent() && within.isPresent()
                    ? Optional.of(new Expected(value.place(), event, feature.name(), about.get(), within.get()))
                    : Optional.empty();
        });
    }

    private static Optional<Double> distance(YamlValue value) {
        Optional<Double> number = value.number();
        if (number.isPresent() && number.get() < 0) {
            value.problem("is " + number.get() + "; expected a distance, which is not negative");
            return Optional.empty();
        }
        return number;
    }
}
