package io.millrace.feature.aggregate;

import io.millrace.event.VectorShape;
import io.millrace.feature.spi.Accumulator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is computed of the values in a window. W below is the sequence of values that are not missing in the window, in the order of (time, partition, offset), and n their number.
 * An aggregate without a value (of too few events) yields what the feature declares as {@code empty}, 0 unless said.
 */
public sealed interface Aggregate {
    /** Canonical text with all parameters: equal texts mean equal values. */
    String text();

    /** How the names of the feature's values end, in order; one empty text where the feature has one value. */
    default List<String> suffixes() {
        return List.of("");
    }

    /** The words before the second column of an aggregate that has two, in canonical texts. */
    default String secondColumn() {
        return "grouped by";
    }

    private static List<String> numbered(int k) {
        return k == 1
                ? List.of("")
                : IntStream.rangeClosed(1, k).mapToObj(i -> "_" + i).toList();
    }

    private static String text(Enum<?> name, Object... parameters) {
        StringBuilder text = new StringBuilder(name.name());
        for (Object parameter : parameters) {
            text.append(' ').append(parameter);
        }
        return text.toString();
    }

    /** Aggregates without parameters. */
    enum Plain implements Aggregate {
        /** n; 0 for no value. */
        COUNT,
        /** The double nearest to the exact sum. */
        SUM,
        /** {@link #SUM} divided by n. */
        AVG,
        MIN,
        MAX,
        /** Sample variance, divisor n-1; none for n below 2. */
        VARIANCE,
        /** The square root of {@link #VARIANCE}. */
        STDDEV,
        /** m3 / m2^1.5 of the population's central moments; none where m2 is 0. */
        SKEWNESS,
        /** m4 / m2^2 - 3 of the population's central moments; none where m2 is 0. */
        KURTOSIS,
        /** Shannon entropy of the categories' shares, in bits. */
        ENTROPY,
        /** Milliseconds from the last value to the event at hand. */
        SINCE_LAST,
        /** Milliseconds from the first value to the event at hand. */
        SINCE_FIRST,
        /** Mean of the milliseconds between neighbours; none for n below 2. */
        GAP_MEAN,
        /** Population standard deviation of the milliseconds between neighbours; none for n below 2. */
        GAP_STDDEV,
        /** How many of the last values in a row are 1, where a value is a condition, 0 or 1; 0 for no value. */
        STREAK;

        @Override
        public String text() {
            return name();
        }
    }

    /** Which of the values {@link Several} yields. */
    enum Choice {
        /** The first in order. */
        FIRST,
        /** The last in order, the newest first. */
        LAST,
        /** The largest, descending. */
        TOP,
        /** The smallest, ascending. */
        BOTTOM,
        /** The categories with most events, by descending count, then by ascending value; of strings, the position in the declared categories. */
        MOST_FREQUENT
    }

    /** k values of the window; the i-th is none where n (or the number of categories) is less than i. */
    record Several(Choice choice, int k) implements Aggregate {
        public Several {
            if (k < 1) {
                throw new IllegalArgumentException(choice + " of " + k + " values; at least 1");
            }
        }

        @Override
        public String text() {
            return Aggregate.text(choice, k);
        }

        @Override
        public List<String> suffixes() {
            return numbered(k);
        }
    }

    /**
     * The number of distinct values: exact up to {@code bound}, beyond it an estimate from the values whose hash ends in the fewest zero bits that leave at most {@code bound}
     * of them. The second value is 1 where the first is exact, else 0.
     */
    record Distinct(int bound) implements Aggregate {
        @Override
        public String text() {
            return "DISTINCT " + bound;
        }

        @Override
        public List<String> suffixes() {
            return List.of("", "_exact");
        }
    }

    /**
     * Quantiles by a sketch of logarithmic buckets that are linear between powers of two, as DDSketch with linear interpolation: the q-quantile is the middle of the bucket with the value of rank
     * floor(q (n-1)), counted from 0.
     *
     * @param at from 0 to 1
     * @param bits how many bits of the mantissa a bucket's number has; the relative error is at most 2^-(bits+1)
     */
    record Quantiles(List<Double> at, int bits) implements Aggregate {
        public Quantiles {
            at = List.copyOf(at);
        }

        @Override
        public String text() {
            return "QUANTILES " + at + " " + bits;
        }

        @Override
        public List<String> suffixes() {
            return at.size() == 1
                    ? List.of("")
                    : at.stream().map(q -> "_p" + percent(q)).toList();
        }

        private static String percent(double q) {
            String text = java.math.BigDecimal.valueOf(q)
                    .movePointRight(2)
                    .stripTrailingZeros()
                    .toPlainString();
            return text.replace('.', '_').toLowerCase(Locale.ROOT);
        }
    }

    /** Counts of the values up to each edge: at or below the first, above it and at or below the second, and so on, above the last. */
    record Histogram(List<Double> edges) implements Aggregate {
        public Histogram {
            edges = List.copyOf(edges);
        }

        @Override
        public String text() {
            return "HISTOGRAM " + edges;
        }

        @Override
        public List<String> suffixes() {
            return IntStream.rangeClosed(0, edges.size()).mapToObj(i -> "_" + i).toList();
        }
    }

    /**
     * An aggregate of each component of vectors. A vector that is missing counts for none of them.
     *
     * @param of {@link Plain#SUM} or {@link Plain#AVG}
     * @param shape that all vectors have
     */
    record Vectors(Plain of, VectorShape shape) implements Aggregate {
        public Vectors {
            if (of != Plain.SUM && of != Plain.AVG) {
                throw new IllegalArgumentException(of + " of vectors; only SUM and AVG are possible");
            }
        }

        @Override
        public String text() {
            return of + " OF VECTORS";
        }

        @Override
        public List<String> suffixes() {
            return new NumberedSuffixes(shape.size());
        }
    }

    /**
     * Values weighted by 2^-(age / halfLife), where age is the time between the value and the end of the window.
     *
     * @param halfLife in milliseconds
     * @param mean whether the sum is divided by the sum of the weights
     */
    record Decayed(long halfLife, boolean mean) implements Aggregate {
        @Override
        public String text() {
            return (mean ? "DECAYED_MEAN " : "DECAYED_SUM ") + halfLife;
        }
    }

    /**
     * An aggregate for each of some groups, named by the bits of their category.
     *
     * @param of {@link Plain#COUNT}, {@link Plain#SUM} or {@link Plain#AVG}
     * @param keys the groups' categories, as in {@link io.millrace.feature.state.Rows#bits}
     * @param names how the names of their features end
     */
    record ByGroup(Plain of, List<Long> keys, List<String> names) implements Aggregate {
        public ByGroup {
            keys = List.copyOf(keys);
            names = List.copyOf(names);
        }

        @Override
        public String text() {
            return Aggregate.text(of, "by", keys);
        }

        @Override
        public List<String> suffixes() {
            return names.stream().map(name -> "_" + name).toList();
        }
    }

    /** The n largest among the aggregates of all groups, descending; of the kinds that {@link ByGroup} has. */
    record TopGroups(Plain of, int n) implements Aggregate {
        @Override
        public String text() {
            return Aggregate.text(of, "top", n);
        }

        @Override
        public List<String> suffixes() {
            return numbered(n);
        }
    }

    /**
     * An aggregate that a user has written; a value that is not finite is none. Equal where the texts are.
     *
     * @param parameters canonical text of its parameters
     * @param accumulator what computes it
     */
    record Custom(String name, int version, String parameters, Accumulator accumulator) implements Aggregate {
        private static final int MOST_SUMS = 1024;
        private static final int MOST_VALUES = 100;
        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
        private static final Pattern SUFFIX = Pattern.compile("(_[a-zA-Z0-9_]{1,62})?");

        /** @throws IllegalArgumentException that says what is out of the range that {@link Accumulator} gives, or what name or version is not one */
        public Custom {
            check(NAME.matcher(name).matches(), "its name \"" + name + "\" is not of lower-case letters, digits and _");
            check(version >= 1, "its version is " + version + "; at least 1");
            int inputs = accumulator.inputs();
            check(inputs == 1 || inputs == 2, "it takes " + inputs + " values of an event; 1 or 2");
            int sums = accumulator.sums();
            check(sums >= 1 && sums <= MOST_SUMS, "it keeps " + sums + " sums; from 1 to " + MOST_SUMS);
            check(accumulator.suffixes());
        }

        private static void check(List<String> suffixes) {
            boolean areRight = !suffixes.isEmpty()
                    && suffixes.size() <= MOST_VALUES
                    && new HashSet<>(suffixes).size() == suffixes.size()
                    && suffixes.stream()
                            .allMatch(suffix -> SUFFIX.matcher(suffix).matches());
            check(
                    areRight,
                    "its suffixes are " + suffixes + "; from 1 to " + MOST_VALUES
                            + ", different from each other, each empty or an underscore with letters and digits");
        }

        private static void check(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException(otherwise);
            }
        }

        @Override
        public String text() {
            return "CUSTOM " + name + " " + version + " " + parameters;
        }

        @Override
        public List<String> suffixes() {
            return accumulator.suffixes();
        }

        @Override
        public String secondColumn() {
            return "and";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Custom custom && text().equals(custom.text());
        }

        @Override
        public int hashCode() {
            return text().hashCode();
        }
    }
}
