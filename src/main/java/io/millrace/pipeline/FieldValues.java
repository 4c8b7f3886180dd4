package io.millrace.pipeline;

import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.pipeline.FeatureTest.Value;
import io.millrace.pipeline.yaml.YamlValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Values of an event's fields as a test gives them. */
final class FieldValues {
    private FieldValues() {}

    /** The value by the kind of its field; one that does not fit is a problem. */
    static Optional<Value> read(FieldKind kind, YamlValue value) {
        return switch (kind) {
            case STRING -> value.scalar().map(text -> new Value(0, text));
            case LONG -> whole(value).map(FieldValues::number);
            case TIMESTAMP -> TestTimes.read(value).map(FieldValues::number);
            case DOUBLE -> finite(value).map(number -> number(Double.doubleToRawLongBits(number)));
            case BOOLEAN -> value.bool().map(truth -> number(truth ? 1 : 0));
            case BYTES -> bytes(value);
            case FLOATS, DOUBLES -> vector(value, kind == FieldKind.FLOATS);
        };
    }

    /** A whole number as the value of a field that holds an id. */
    static Value ofNumber(FieldKind kind, long number) {
        return kind == FieldKind.STRING ? new Value(0, Long.toString(number)) : number(number);
    }

    private static Optional<Value> bytes(YamlValue value) {
        Optional<String> text = value.text();
        try {
            return text.map(
                    coded -> new Value(0, new String(Base64.getDecoder().decode(coded), StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException e) {
            value.problem("is no Base64, in which bytes are written: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Value number(long bits) {
        return new Value(bits, null);
    }

    private static Optional<Value> vector(YamlValue value, boolean floats) {
        if (!value.isList()) {
            value.problem("is no list; a vector is written as its numbers, for example [0.5, -1, 2]");
            return Optional.empty();
        }
        List<YamlValue> items = value.list().orElse(List.of());
        List<Double> numbers =
                items.stream().flatMap(item -> component(item, floats).stream()).toList();
        double[] values = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        return values.length == items.size()
                ? Optional.of(new Value(0, null, NumberVector.of(values, values.length, floats)))
                : Optional.empty();
    }

    private static Optional<Double> component(YamlValue value, boolean floats) {
        Optional<Double> number = finite(value);
        if (floats && number.isPresent() && Float.isInfinite(number.get().floatValue())) {
            value.problem("is too large for a float");
            return Optional.empty();
        }
        return number;
    }

    private static Optional<Long> whole(YamlValue value) {
        if (value.number().isEmpty()) {
            return Optional.empty();
        }
        try {
            return value.scalar().map(Long::parseLong);
        } catch (NumberFormatException e) {
            value.problem("is " + value.scalar().orElse("") + "; expected a whole number of at most 64 bits");
            return Optional.empty();
        }
    }

    private static Optional<Double> finite(YamlValue value) {
        Optional<Double> number = value.number();
        if (number.isPresent() && !Double.isFinite(number.get())) {
            value.problem("is too large for a double");
            return Optional.empty();
        }
        return number;
    }
}
