package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.state.Rows;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the aggregates of order mean, said as plainly as possible: filter all rows, then scan them. */
final class OrderOracle {
    private OrderOracle() {}

    /** The feature's values, in the order of its slots. */
    static List<Double> values(Aggregate aggregate, Target target, Collection<LogRow> log, LogRow now) {
        List<LogRow> window = log.stream()
                .sorted()
                .filter(row -> row.isBehind(target.right(), now))
                .filter(row -> target.left() == null || !row.isBehind(target.left(), now))
                .filter(row -> row.bits(target.column()) != Rows.MISSING)
                .toList();
        List<Double> values = window.stream()
                .map(row -> Double.longBitsToDouble(row.bits(target.column())))
                .toList();
        List<Long> times = window.stream().map(LogRow::time).toList();
        if (aggregate instanceof Several several) {
            List<Double> chosen = chosen(several, values);
            return IntStream.range(0, several.k())
                    .mapToObj(i -> i < chosen.size() ? chosen.get(i) : target.empty())
                    .toList();
        }
        return List.of(value((Plain) aggregate, values, times, now.time(), target.empty()));
    }

    private static List<Double> chosen(Several several, List<Double> values) {
        return switch (several.choice()) {
            case FIRST -> values;
            case LAST -> reversed(values);
            case TOP -> values.stream().sorted(Comparator.reverseOrder()).toList();
            case BOTTOM -> values.stream().sorted().toList();
            case MOST_FREQUENT -> throw new IllegalArgumentException(several.text());
        };
    }

    private static List<Double> reversed(List<Double> values) {
        List<Double> reversed = new ArrayList<>(values);
        Collections.reverse(reversed);
        return reversed;
    }

    private static double value(Plain aggregate, List<Double> values, List<Long> times, long now, double empty) {
        if (aggregate == Plain.STREAK) {
            return reversed(values).stream().takeWhile(value -> value == 1).count();
        }
        boolean isGap = aggregate == Plain.GAP_MEAN || aggregate == Plain.GAP_STDDEV;
        if (values.size() < (isGap ? 2 : 1)) {
            return empty;
        }
        return switch (aggregate) {
            case MIN -> values.stream().min(Double::compare).orElseThrow();
            case MAX -> values.stream().max(Double::compare).orElseThrow();
            case SINCE_FIRST -> now - times.get(0);
            case SINCE_LAST -> now - times.get(times.size() - 1);
            case GAP_MEAN ->
                gaps(times).reduce(BigInteger.ZERO, BigInteger::add).doubleValue() / (times.size() - 1);
            case GAP_STDDEV -> deviation(times);
            default -> throw new IllegalArgumentException(aggregate.text());
        };
    }

    private static Stream<BigInteger> gaps(List<Long> times) {
        return IntStream.range(1, times.size()).mapToObj(i -> BigInteger.valueOf(times.get(i) - times.get(i - 1)));
    }

    private static double deviation(List<Long> times) {
        int count = times.size() - 1;
        BigInteger sum = gaps(times).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger squares = gaps(times).map(gap -> gap.multiply(gap)).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger radicand = squares.multiply(BigInteger.valueOf(count)).subtract(sum.multiply(sum));
        return Math.sqrt(radicand.doubleValue()) / count;
    }
}
