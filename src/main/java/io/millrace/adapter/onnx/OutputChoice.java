package io.millrace.adapter.onnx;

import io.millrace.config.Names;
import io.millrace.config.Problems;
import io.millrace.onnx.ElementType;
import io.millrace.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the output that is the score, and those that are wanted beside it.
 *
 * <p>The score is the output that the metadata names, or the one named {@code score}, or the only one of floats or doubles. Of several columns it
 * is the one that the metadata says; of the two of a classifier, which gives labels too, it is the second.
 */
final class OutputChoice {
    private static final String SCORE = "score";
    private static final Set<String> REALS = Set.of("float", "double");

    private final String where;
    private final List<OnnxValue> outputs;
    private final Map<String, String> metadata;
    private final Problems problems;

    OutputChoice(String where, List<OnnxValue> outputs, Map<String, String> metadata, Problems problems) {
        this.where = where;
        this.outputs = outputs;
        this.metadata = metadata;
        this.problems = problems;
    }

    /** The score; null when a problem was added. */
    @Nullable
    OutputColumn score() {
        List<OnnxValue> maps = outputs.stream().filter(OutputChoice::isMap).toList();
        if (!maps.isEmpty()) {
            problems.add(
                    where,
                    "its output " + describe(maps)
                            + " is no tensor; export classifiers with zipmap=False, or let millrace models stamp take the"
                            + " ZipMap off");
            return null;
        }
        OnnxValue value = value();
        return value == null || !fits(value) ? null : column(value);
    }

    private static boolean isMap(OnnxValue output) {
        return output.type().equals("map") || output.type().equals("sequence");
    }

    private @Nullable OnnxValue value() {
        String named = metadata.get(MetadataKeys.SCORE);
        if (named != null) {
            return named(named, MetadataKeys.SCORE);
        }
        List<OnnxValue> reals =
                outputs.stream().filter(output -> REALS.contains(output.type())).toList();
        OnnxValue byName = reals.stream()
                .filter(output -> output.name().equals(SCORE))
                .findAny()
                .orElse(null);
        if (byName != null || reals.size() == 1) {
            return byName != null ? byName : reals.get(0);
        }
        problems.add(
                where,
                "which of its outputs is the score can't be told: " + describe(outputs)
                        + "; expected one of floats or doubles, or one named \"" + SCORE
                        + "\"; say it with millrace models stamp --score NAME");
        return null;
    }

    private @Nullable OnnxValue named(String name, String key) {
        List<String> names = outputs.stream().map(OnnxValue::name).toList();
        int found = names.indexOf(name);
        if (found < 0) {
            problems.add(
                    where,
                    "its metadata says " + key + "=" + name + ", but it has no such output" + Names.hint(name, names)
                            + "; stamp it again");
            return null;
        }
        return outputs.get(found);
    }

    private boolean fits(OnnxValue score) {
        boolean matrix = score.shape().size() == 1 || score.shape().size() == 2;
        if (!REALS.contains(score.type()) || !matrix || !score.isByRow()) {
            problems.add(
                    where,
                    "its output " + describe(List.of(score))
                            + " is no score for each row; expected float[N], float[N, 1], or float[N, classes], or double;"
                            + " export it with a dynamic first dimension, or say with millrace models stamp --score NAME which"
                            + " output is the score");
            return false;
        }
        return true;
    }

    private @Nullable OutputColumn column(OnnxValue score) {
        int columns = score.width();
        String written = metadata.get(MetadataKeys.POSITIVE);
        if (written != null) {
            if (!written.matches("[0-9]{1,6}") || Integer.parseInt(written) >= columns) {
                problems.add(
                        where,
                        "its metadata says " + MetadataKeys.POSITIVE + "=" + written + ", expected a column of "
                                + describe(List.of(score)) + ", from 0; stamp it again");
                return null;
            }
            return new OutputColumn(score, Integer.parseInt(written));
        }
        if (columns == 1 || (columns == 2 && hasLabel())) {
            return new OutputColumn(score, columns - 1);
        }
        problems.add(
                where,
                "its output " + describe(List.of(score)) + " has " + columns
                        + " columns, and which is the score can't be told; say it with millrace models stamp --positive LABEL,"
                        + " or its column from 0 where the model has no labels");
        return null;
    }

    private boolean hasLabel() {
        return outputs.stream()
                .anyMatch(
                        output -> output.type().equals("int64") || output.type().equals("string"));
    }

    /** The columns of the outputs that are wanted beside the score. */
    List<OutputColumn> others() {
        String wanted = metadata.getOrDefault(MetadataKeys.OUTPUTS, "");
        List<OutputColumn> columns = new ArrayList<>();
        for (String name : wanted.isBlank() ? new String[0] : wanted.split(",", -1)) {
            OnnxValue output = named(name.strip(), MetadataKeys.OUTPUTS);
            if (output != null && isNumeric(output)) {
                IntStream.range(0, output.width()).forEach(column -> columns.add(new OutputColumn(output, column)));
            }
        }
        return columns;
    }

    private boolean isNumeric(OnnxValue output) {
        ElementType type = ElementType.named(output.type()).orElse(ElementType.STRING);
        if (type == ElementType.STRING || !output.isByRow()) {
            problems.add(
                    where,
                    "its output " + describe(List.of(output))
                            + " can't be taken beside the score; expected numbers for each row, float, double, int64 or bool;"
                            + " leave it out of millrace models stamp --outputs");
            return false;
        }
        return true;
    }

    private static String describe(List<OnnxValue> values) {
        return values.stream()
                .map(value -> value.name() + ": " + value.describe())
                .collect(Collectors.joining(", "));
    }
}
