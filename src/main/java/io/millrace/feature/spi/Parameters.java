package io.millrace.feature.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The {@code parameters} of a declaration: numbers, texts, true or false, and lists of numbers or of texts, by name. Notes what it is asked for. Used by one thread.
 */
public final class Parameters {
    private final TreeMap<String, Object> values = new TreeMap<>();
    private final Set<String> known = new TreeSet<>();

    private Parameters() {}

    public static Parameters none() {
        return of(Map.of());
    }

    /**
     * Parameters of these values.
     *
     * @param values each a {@link Number}, a {@link String}, a {@link Boolean}, or a {@link List} of numbers or of strings
     * @throws ParameterException for any other
     */
    public static Parameters of(Map<String, ?> values) {
        Parameters parameters = new Parameters();
        values.forEach((name, value) -> parameters.values.put(name, normal(name, value)));
        return parameters;
    }

    private static Object normal(String name, Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue() + 0.0;
        }
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof List<?> list && areAlike(list)) {
            return list.stream().map(each -> normal(name, each)).toList();
        }
        throw new ParameterException(
                name, "is neither a finite number, a text, true or false, nor a list of numbers or of texts");
    }

    private static boolean areAlike(List<?> list) {
        return list.stream().allMatch(Number.class::isInstance) || list.stream().allMatch(String.class::isInstance);
    }

    /** A number that must be there. */
    public double number(String name) {
        return require(name, Double.class, "a number");
    }

    public double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    /**
     * A whole number that must be there.
     *
     * @param least at least this
     * @param most at most this
     */
    public int whole(String name, int least, int most) {
        double number = number(name);
        if (!(number >= least && number <= most) || number != Math.rint(number)) {
            throw new ParameterException(
                    name, "is " + written(number) + "; expected a whole number from " + least + " to " + most);
        }
        return (int) number;
    }

    public int whole(String name, int least, int most, int otherwise) {
        return has(name) ? whole(name, least, most) : otherwise;
    }

    /** A text that must be there. */
    public String text(String name) {
        return require(name, String.class, "a text");
    }

    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    public boolean flag(String name, boolean otherwise) {
        return has(name) ? require(name, Boolean.class, "true or false") : otherwise;
    }

    /** A list of numbers; empty where it is not there. */
    public List<Double> numbers(String name) {
        return list(name, Double.class, "a list of numbers");
    }

    /** A list of texts; empty where it is not there. */
    public List<String> texts(String name) {
        return list(name, String.class, "a list of texts");
    }

    public boolean has(String name) {
        known.add(name);
        return values.containsKey(name);
    }

    /** The names that are there. */
    public Set<String> names() {
        return Set.copyOf(values.keySet());
    }

    /** The names that were asked for. */
    public Set<String> known() {
        return Set.copyOf(known);
    }

    private <T> List<T> list(String name, Class<T> type, String expected) {
        if (!has(name)) {
            return List.of();
        }
        List<?> list = require(name, List.class, expected);
        Predicate<Object> fits = type::isInstance;
        check(list.stream().allMatch(fits), name, expected);
        return list.stream().map(type::cast).toList();
    }

    private <T> T require(String name, Class<T> type, String expected) {
        known.add(name);
        Object value = values.get(name);
        if (value == null) {
            throw new ParameterException(name, "is missing; expected " + expected);
        }
        check(type.isInstance(value), name, expected);
        return type.cast(value);
    }

    private void check(boolean fits, String name, String expected) {
        if (!fits) {
            throw new ParameterException(name, "is " + written(values.get(name)) + "; expected " + expected);
        }
    }

    /** Canonical text, in one line: the names in alphabetical order, each with its value. */
    public String text() {
        StringBuilder text = new StringBuilder("{");
        values.forEach((name, value) -> text.append(text.length() == 1 ? "" : ", ")
                .append(quoted(name))
                .append(": ")
                .append(written(value)));
        return text.append('}').toString();
    }

    private static String written(@Nullable Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Parameters::written).toList().toString();
        }
        return value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
