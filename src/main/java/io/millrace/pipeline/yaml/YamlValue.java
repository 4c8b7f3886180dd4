package io.millrace.pipeline.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value of a definition and its place. Each accessor gives the value in the form asked for, or reports what was
 * found instead and gives nothing, so that reading goes on and finds the other problems.
 */
public final class YamlValue {
    private final YamlFile file;
    private final String path;
    private final Node node;

    YamlValue(YamlFile file, String path, Node node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** The keys that lead here, for example {@code features.card.avg}. */
    public String path() {
        return path;
    }

    /** The file, the line and the path, as a problem with this value begins. */
    public String place() {
        return file.where(node, path);
    }

    public void problem(String what) {
        file.problems().add(file.where(node, path), what);
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** Whether it is written as {@code null} or not at all. */
    public boolean isNull() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    public boolean isNumber() {
        return node instanceof ScalarNode scalar && isNumber(scalar);
    }

    public boolean isBool() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL);
    }

    public Optional<YamlMap> map() {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlMap(this, file, mapping));
        }
        return unexpected("a mapping of keys to values");
    }

    public Optional<List<YamlValue>> list() {
        if (!(node instanceof SequenceNode sequence)) {
            return unexpected("a list, for example [a, b]");
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(file, path + "[" + items.size() + "]", item));
        }
        return Optional.of(items);
    }

    /** A text that YAML takes for one; a number or {@code true} must be quoted. */
    public Optional<String> text() {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.STR)
                && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        return unexpected("a text");
    }

    /** Any single value as it is written: text, number or boolean. */
    public Optional<String> scalar() {
        if (node instanceof ScalarNode scalar
                && !scalar.getTag().equals(Tag.NULL)
                && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        return unexpected("a single value");
    }

    public Optional<Double> number() {
        if (node instanceof ScalarNode scalar && isNumber(scalar)) {
            try {
                return Optional.of(Double.parseDouble(scalar.getValue()));
            } catch (NumberFormatException e) {
                return unexpected("a decimal number");
            }
        }
        return unexpected("a number");
    }

    public Optional<Boolean> bool() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return Optional.of(scalar.getValue().equalsIgnoreCase("true"));
        }
        return unexpected("true or false");
    }

    private static boolean isNumber(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT);
    }

    private <T> Optional<T> unexpected(String expected) {
        problem("is " + found() + "; expected " + expected);
        return Optional.empty();
    }

    private String found() {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        ScalarNode scalar = (ScalarNode) node;
        if (scalar.getValue().isBlank() || scalar.getTag().equals(Tag.NULL)) {
            return "empty";
        }
        if (isNumber(scalar)) {
            return "the number " + scalar.getValue();
        }
        return scalar.getTag().equals(Tag.BOOL) ? scalar.getValue() : "\"" + scalar.getValue() + "\"";
    }
}
