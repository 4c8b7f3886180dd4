package io.millrace.pipeline;

import io.millrace.feature.aggregate.Aggregate.Plain;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys that name an aggregate, each with what it takes and the keys of its parameters. */
enum AggregateKey {
    COUNT(Takes.EVENTS),
    SUM(Takes.SUMMABLE),
    AVG(Takes.SUMMABLE),
    MIN(Takes.NUMBER),
    MAX(Takes.NUMBER),
    VARIANCE(Takes.NUMBER),
    STDDEV(Takes.NUMBER),
    SKEWNESS(Takes.NUMBER),
    KURTOSIS(Takes.NUMBER),
    FIRST(Takes.LISTED),
    LAST(Takes.LISTED),
    TOP(Takes.NUMBER),
    BOTTOM(Takes.NUMBER),
    MOST_FREQUENT(Takes.LISTED),
    DISTINCT(Takes.CATEGORY),
    ENTROPY(Takes.CATEGORY),
    QUANTILES(Takes.NUMBER),
    HISTOGRAM(Takes.NUMBER),
    SINCE_LAST(Takes.EVENTS),
    SINCE_FIRST(Takes.EVENTS),
    GAP_MEAN(Takes.EVENTS),
    GAP_STDDEV(Takes.EVENTS),
    STREAK(Takes.CONDITION),
    DECAYED_SUM(Takes.NUMBER),
    DECAYED_MEAN(Takes.NUMBER),
    CUSTOM(Takes.NAME);

    /** What stands as the key's value. */
    enum Takes {
        /** The word {@code all}. */
        EVENTS,
        NUMBER,
        /** A number, or a vector with its dimensions. */
        SUMMABLE,
        CONDITION,
        /** A number or a string. */
        CATEGORY,
        /** A number, or a string with a list of its categories. */
        LISTED,
        /** The name of an aggregate that a user has written; {@code of} says what it is of. */
        NAME
    }

    private final Takes takes;

    AggregateKey(Takes takes) {
        this.takes = takes;
    }

    /** As it is written. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    Takes takes() {
        return takes;
    }

    /** The keys that mean something with this aggregate alone, or with few others. */
    List<String> parameters() {
        return switch (this) {
            case COUNT -> List.of("by", "groups", "largest");
            case SUM, AVG -> List.of("by", "groups", "largest", "dimensions");
            case FIRST, LAST, MOST_FREQUENT -> List.of("k", "categories");
            case TOP, BOTTOM -> List.of("k");
            case DISTINCT -> List.of("bound");
            case QUANTILES -> List.of("at", "error");
            case HISTOGRAM -> List.of("edges");
            case DECAYED_SUM, DECAYED_MEAN -> List.of("half_life");
            case CUSTOM -> List.of("of", "parameters");
            default -> List.of();
        };
    }

    /** The aggregate without parameters of the same name. */
    Plain plain() {
        return Plain.valueOf(name());
    }

    static Optional<AggregateKey> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key().equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(AggregateKey::key).toList();
    }

    /** The keys of all parameters, each once. */
    static List<String> allParameters() {
        return Arrays.stream(values())
                .flatMap(each -> each.parameters().stream())
                .distinct()
                .toList();
    }

    /** The aggregates that a parameter belongs to. */
    static List<String> having(String parameter) {
        return Arrays.stream(values())
                .filter(each -> each.parameters().contains(parameter))
                .map(AggregateKey::key)
                .toList();
    }
}
