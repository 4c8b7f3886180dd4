package io.millrace.pipeline.expression;

import io.millrace.event.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event and a row of features for expressions under test: fields {@code i j} int, {@code d e} double, {@code b c} bool,
 * {@code s u} string, {@code t v} timestamp; features {@code f.count} int, {@code f.avg} double, {@code f.flag} bool.
 */
final class TestEvents {
    static final Map<String, Operand> OPERANDS = operands();

    static final Slots SLOTS = new Slots() {
        @Override
        public int field(String name) {
            return FIELDS.indexOf(name);
        }

        @Override
        public int feature(String name) {
            return FEATURES.indexOf(name);
        }
    };

    private static final List<String> FIELDS = List.of("i", "j", "d", "e", "b", "c", "s", "u", "t", "v");
    private static final List<String> FEATURES = List.of("f.count", "f.avg", "f.flag");

    private TestEvents() {}

    /** An event with these values; a field that is not named is null. */
    static Event event(Map<String, ?> values) {
        long nulls = 0;
        long[] bits = new long[FIELDS.size()];
        @Nullable String[] strings = new String[FIELDS.size()];
        for (int slot = 0; slot < FIELDS.size(); slot++) {
            Object value = values.get(FIELDS.get(slot));
            if (value == null) {
                nulls |= 1L << slot;
            } else if (value instanceof String string) {
                strings[slot] = string;
            } else {
                bits[slot] = bits(value);
            }
        }
        return new Event(0, 0, 0, -1, -1, "id", 0, nulls, bits, strings);
    }

    /** A row with these values; a feature that is not named is missing. */
    static double[] row(Map<String, ?> values) {
        double[] row = new double[FEATURES.size()];
        for (int slot = 0; slot < row.length; slot++) {
            Object value = values.get(FEATURES.get(slot));
            row[slot] = value == null
                    ? Double.NaN
                    : value instanceof Boolean bool ? (bool ? 1 : 0) : ((Number) value).doubleValue();
        }
        return row;
    }

    private static long bits(Object value) {
        if (value instanceof Double number) {
            return Double.doubleToRawLongBits(number);
        }
        return value instanceof Boolean bool ? (bool ? 1 : 0) : ((Number) value).longValue();
    }

    private static Map<String, Operand> operands() {
        Map<String, Operand> operands = new LinkedHashMap<>();
        List<ExpressionType> types = List.of(
                ExpressionType.INT,
                ExpressionType.DOUBLE,
                ExpressionType.BOOL,
                ExpressionType.STRING,
                ExpressionType.TIMESTAMP);
        for (int i = 0; i < 10; i++) {
            String name =
                    List.of("i", "j", "d", "e", "b", "c", "s", "u", "t", "v").get(i);
            operands.put(name, new Operand.OfField(name, types.get(i / 2)));
        }
        operands.put("f.count", new Operand.OfFeature("f.count", ExpressionType.INT, "COUNT"));
        operands.put("f.avg", new Operand.OfFeature("f.avg", ExpressionType.DOUBLE, "AVG"));
        operands.put("f.flag", new Operand.OfFeature("f.flag", ExpressionType.BOOL, "FLAG"));
        return operands;
    }
}
