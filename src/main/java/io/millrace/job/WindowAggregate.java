package io.millrace.job;

import io.millrace.config.Durations;
import io.millrace.pipeline.Pipeline;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A feature of the kind that every streaming system has: an aggregate over the last stretch of an entity's events. What Millrace is compared with computes these, as their names in
 * a definition tell: {@code avg_10m}.
 *
 * @param window length in milliseconds; the window of an event at t is {@code (t - window, t]}
 */
public record WindowAggregate(Kind kind, long window) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final Pattern NAME = Pattern.compile("[^.]+\\.(count|sum|avg|min|max)_([0-9a-z]+)");

    /** What is computed of the amounts in the window. */
    public enum Kind {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    /**
     * The inputs of a pipeline's model, in order.
     *
     * @throws IllegalArgumentException where one is named after no aggregate and window
     */
    public static List<WindowAggregate> of(Pipeline pipeline) {
        return pipeline.inputs().stream().map(WindowAggregate::named).toList();
    }

    /** The lengths of the windows of some features, each once, the longest first. */
    public static List<Long> windows(List<WindowAggregate> features) {
        return features.stream()
                .map(WindowAggregate::window)
                .distinct()
                .sorted((a, b) -> Long.compare(b, a))
                .toList();
    }

    static WindowAggregate named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    name + " is named after no aggregate and window; expected for example customer.avg_10m");
        }
        long window = Durations.parse(matcher.group(2))
                .orElseThrow(() -> new IllegalArgumentException(name + " ends with no duration"));
        return new WindowAggregate(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), window);
    }

    /** The name as a column: {@code avg_600000}. */
    String column() {
        return kind.name().toLowerCase(Locale.ROOT) + "_" + window;
    }
}
