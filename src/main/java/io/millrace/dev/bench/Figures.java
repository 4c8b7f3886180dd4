package io.millrace.dev.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Everything that a benchmark found, by dotted name: numbers, and texts for what describes the machine, the versions and the settings.
 *
 * <p>As JSON it is one flat object, for example {@code {"pipeline.events_per_second": 41234.5, "machine.cores": 2, ...}}. Names begin with the
 * benchmark or job that they are about, or with {@code machine.}, {@code versions.} or {@code settings.}; units stand last in a name.
 */
public final class Figures {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");
    private static final double THOUSANDTHS = 1000;

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Adds a number, rounded to thousandths. */
    public void put(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + "; expected a finite number");
        }
        add(name, Math.round(value * THOUSANDTHS) / THOUSANDTHS);
    }

    public void put(String name, long value) {
        add(name, value);
    }

    public void put(String name, String value) {
        add(name, value);
    }

    private void add(String name, Object value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no dotted name");
        }
        if (values.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException(name + " is there already");
        }
    }

    /** Whether a number or text of this name was put. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A number that was put. */
    public double number(String name) {
        if (values.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + " is no figure; there are " + values.keySet());
    }

    /** A text that was put. */
    public String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " is no text; there are " + values.keySet());
    }

    public String json() {
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(values) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts are JSON", e);
        }
    }
}
