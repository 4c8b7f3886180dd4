package io.millrace.pipeline;

import io.millrace.feature.aggregate.Aggregate.Histogram;
import io.millrace.feature.aggregate.Aggregate.Quantiles;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the parameters of quantiles and histograms. */
final class SketchParameters {
    private static final int MOST = 100;
    private static final double LEAST_ERROR = 0.001;
    private static final double DEFAULT_ERROR = 0.01;
    private static final double LARGEST_ERROR = 0.25;
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(\\.\\d{1,9})?)%");

    private SketchParameters() {}

    static Optional<Quantiles> quantiles(YamlMap map) {
        Optional<List<Double>> at = map.require("at", "[0.5, 0.99]")
                .flatMap(value -> ListValues.distinct(value, MOST, "at: [0.5, 0.99]", SketchParameters::quantile));
        Optional<YamlValue> error = map.value("error");
        Optional<Double> bound = error.isEmpty() ? Optional.of(DEFAULT_ERROR) : error.flatMap(SketchParameters::error);
        return at.isPresent() && bound.isPresent()
                ? Optional.of(new Quantiles(at.get(), bits(bound.get())))
                : Optional.empty();
    }

    private static Optional<Double> quantile(YamlValue value) {
        Optional<Double> number = NumberValues.finite(value);
        if (number.isPresent() && !(number.get() >= 0 && number.get() <= 1)) {
            value.problem("is " + NumberValues.text(value) + "; expected a quantile from 0 to 1, 0.5 for the median");
            return Optional.empty();
        }
        return number;
    }

    private static Optional<Double> error(YamlValue value) {
        Optional<String> text = value.scalar();
        Matcher matcher = PERCENT.matcher(text.orElse(""));
        double share = matcher.matches() ? Double.parseDouble(matcher.group(1)) / 100 : 0;
        if (text.isPresent() && !(share >= LEAST_ERROR && share <= LARGEST_ERROR)) {
            value.problem("\"" + text.get() + "\" is no relative error; write for example 1% (from 0.1% to 25%)");
            return Optional.empty();
        }
        return text.map(percent -> share);
    }

    /** The fewest bits of the mantissa that keep the relative error. */
    private static int bits(double error) {
        int bits = 0;
        while (Math.scalb(1.0, -(bits + 1)) > error) {
            bits++;
        }
        return bits;
    }

    static Optional<Histogram> histogram(YamlMap map) {
        Optional<List<YamlValue>> items = map.require("edges", "[10, 100, 1000]")
                .flatMap(value -> ListValues.items(value, MOST, "edges: [10, 100, 1000]"));
        return items.flatMap(SketchParameters::edges).map(Histogram::new);
    }

    private static Optional<List<Double>> edges(List<YamlValue> items) {
        List<Double> edges = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (YamlValue item : items) {
            Optional<Double> edge = NumberValues.finite(item);
            if (edge.isPresent() && !(edge.get() > last)) {
                item.problem("is " + NumberValues.text(item)
                        + ", which is not above the edge before it; write the edges in ascending order");
            } else {
                edge.ifPresent(edges::add);
            }
            last = edge.orElse(last);
        }
        return edges.size() == items.size() ? Optional.of(edges) : Optional.empty();
    }
}
