package io.millrace.adapter.onnx;

import io.millrace.config.Names;
import io.millrace.config.Problems;
import io.millrace.model.ModelInputs;
import io.millrace.onnx.ElementType;
import io.millrace.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds which features each input of a model takes.
 *
 * <p>An input whose features the metadata names takes those. One named as a feature takes that; exporters write {@code card_avg_1d} for {@code
 * card.avg_1d}. A single input with as many columns as the vector has features takes all of them in their order.
 */
final class InputMatch {
    private final String where;
    private final ModelInputs given;
    private final Map<String, String> metadata;
    private final Problems problems;

    InputMatch(String where, ModelInputs given, Map<String, String> metadata, Problems problems) {
        this.where = where;
        this.given = given;
        this.metadata = metadata;
        this.problems = problems;
    }

    List<InputColumns> match(List<OnnxValue> inputs) {
        if (inputs.isEmpty()) {
            problems.add(where, "it has no inputs; expected float[N, " + given.width() + "]");
        }
        checkNames(inputs);
        List<InputColumns> matched = new ArrayList<>();
        for (OnnxValue input : inputs) {
            checkType(input);
            List<Integer> features = features(input, inputs.size() == 1);
            checkShape(input, features);
            matched.add(new InputColumns(input, features));
        }
        return matched;
    }

    /** Metadata for an input that there isn't would be of no effect. */
    private void checkNames(List<OnnxValue> inputs) {
        List<String> names = inputs.stream().map(OnnxValue::name).toList();
        metadata.keySet().stream()
                .filter(key -> key.startsWith(MetadataKeys.INPUT))
                .map(key -> key.substring(MetadataKeys.INPUT.length()))
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add(
                        where,
                        "its metadata has " + MetadataKeys.INPUT + name + ", but it has no input \"" + name + "\""
                                + Names.hint(name, names)));
    }

    private void checkType(OnnxValue input) {
        ElementType type = ElementType.named(input.type()).orElse(null);
        if (type == null) {
            problems.add(
                    where,
                    "its input " + describe(input)
                            + " has a type that features can't be given in; expected float, double, int64 or bool; export it"
                            + " with one of these");
        } else if (type == ElementType.STRING) {
            problems.add(
                    where,
                    "its input " + describe(input)
                            + " takes strings, and features are numbers; declare the feature with \"categories\", whose value"
                            + " is the position in that list, train on it and export the model with an int64 or float input");
        }
    }

    private List<Integer> features(OnnxValue input, boolean only) {
        String named = metadata.get(MetadataKeys.INPUT + input.name());
        if (named != null) {
            return List.of(named.split(",", -1)).stream()
                    .map(String::strip)
                    .map(name -> position(name, MetadataKeys.INPUT + input.name() + " names \"" + name + "\", which"))
                    .toList();
        }
        Integer feature = find(input.name());
        if (feature != null && input.width() == 1) {
            return List.of(feature);
        }
        if (only) {
            return IntStream.range(0, given.width()).boxed().toList();
        }
        return List.of(position(input.name(), "its input " + describe(input)));
    }

    private int position(String name, String what) {
        Integer found = find(name);
        if (found == null) {
            problems.add(
                    where,
                    what + " is no feature of the vector" + Names.hint(name, given.features())
                            + "; name each input as its feature, or write into the metadata which features it takes, as"
                            + " millrace models stamp --input NAME=FEATURE,FEATURE does");
            return 0;
        }
        return found;
    }

    private @Nullable Integer find(String name) {
        int exact = given.features().indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        List<String> written =
                given.features().stream().map(InputMatch::identifier).toList();
        int first = written.indexOf(name);
        return first >= 0 && first == written.lastIndexOf(name) ? first : null;
    }

    private static String identifier(String feature) {
        return feature.replaceAll("[^A-Za-z0-9_]", "_");
    }

    private void checkShape(OnnxValue input, List<Integer> features) {
        List<Long> shape = input.shape();
        String expected = input.type() + "[N, " + features.size() + "]" + (features.size() == 1 ? " or [N]" : "");
        if (shape.isEmpty() || shape.size() > 2 || columns(input) != features.size()) {
            problems.add(
                    where,
                    "its input " + describe(input) + " has not one column for each of "
                            + (features.size() == given.width()
                                    ? "the vector's " + given.width() + " features in their order"
                                    : "its " + features.size() + " features")
                            + "; expected " + expected + "; train and export it with these features");
        } else if (shape.get(0) != OnnxValue.DYNAMIC) {
            problems.add(
                    where,
                    "its input " + describe(input) + " has a fixed number of rows; expected " + expected
                            + "; export it with a dynamic first dimension");
        }
    }

    private static long columns(OnnxValue input) {
        return input.shape().size() == 1 ? 1 : input.shape().get(1);
    }

    private static String describe(OnnxValue value) {
        return value.name() + ": " + value.describe();
    }
}
