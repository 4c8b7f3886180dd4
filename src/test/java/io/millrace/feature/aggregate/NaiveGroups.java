package io.millrace.feature.aggregate;

import io.millrace.event.TextHash;
import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Quantiles;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.aggregate.Aggregate.TopGroups;
import io.millrace.feature.state.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Aggregates of the rows in a window, straight from their definitions. */
final class NaiveGroups {
    private final Rows log;
    private final List<Integer> rows;

    NaiveGroups(Rows log, List<Integer> window) {
        this.log = log;
        this.rows = window.stream()
                .filter(row -> !log.isMissing(row, GroupsHarness.VALUES))
                .toList();
    }

    double[] of(Aggregate aggregate) {
        if (aggregate == Plain.ENTROPY) {
            return new double[] {entropy()};
        } else if (aggregate instanceof Several several) {
            return filled(several.k(), mostFrequent());
        } else if (aggregate instanceof Distinct distinct) {
            return distinct(distinct.bound());
        } else if (aggregate instanceof Quantiles quantiles) {
            return quantiles.at().stream()
                    .mapToDouble(q -> quantile(q, quantiles.bits()))
                    .toArray();
        } else if (aggregate instanceof ByGroup byGroup) {
            return byGroup.keys().stream()
                    .mapToDouble(key -> ofGroup(byGroup.of(), groups().getOrDefault(key, List.of())))
                    .toArray();
        } else if (aggregate instanceof TopGroups top) {
            return filled(
                    top.n(),
                    groups().values().stream()
                            .map(group -> ofGroup(top.of(), group))
                            .sorted(Comparator.reverseOrder())
                            .toList());
        }
        throw new IllegalArgumentException(aggregate.text());
    }

    private static double[] filled(int length, List<Double> values) {
        double[] filled = new double[length];
        Arrays.setAll(filled, i -> i < values.size() ? values.get(i) : GroupsHarness.EMPTY);
        return filled;
    }

    private long bits(int row) {
        return log.bits(row, GroupsHarness.VALUES);
    }

    private Map<Long, Integer> categories() {
        Map<Long, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(bits(row), 1, Integer::sum));
        return counts;
    }

    private double entropy() {
        if (rows.isEmpty()) {
            return GroupsHarness.EMPTY;
        }
        double sum = 0;
        for (int count : categories().values()) {
            sum += count * (log2(rows.size()) - log2(count));
        }
        return sum / rows.size();
    }

    private static double log2(int number) {
        int exponent = Math.getExponent((double) number);
        return exponent + StrictMath.log(number / (double) (1 << exponent)) / StrictMath.log(2);
    }

    private List<Double> mostFrequent() {
        return categories().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Long, Integer> e) -> -e.getValue())
                        .thenComparing(e -> Double.longBitsToDouble(e.getKey())))
                .map(e -> Double.longBitsToDouble(e.getKey()))
                .toList();
    }

    private double[] distinct(int bound) {
        Set<Long> values = new HashSet<>(categories().keySet());
        int level = 0;
        while (values.size() > bound) {
            level++;
            long zeros = (1L << level) - 1;
            values.removeIf(bits -> (TextHash.mix(bits) & zeros) != 0);
        }
        return new double[] {values.size() * Math.pow(2, level), level == 0 ? 1 : 0};
    }

    private double quantile(double q, int bits) {
        if (rows.isEmpty()) {
            return GroupsHarness.EMPTY;
        }
        List<Double> values = rows.stream()
                .map(row -> log.number(row, GroupsHarness.VALUES))
                .sorted()
                .toList();
        return middle(values.get((int) Math.floor(q * (values.size() - 1))), bits);
    }

    /** Of the bucket of a value that is 0 or at least 2^-1022 from 0. */
    static double middle(double value, int bits) {
        if (value == 0) {
            return 0;
        }
        double width = Math.scalb(1.0, Math.getExponent(value) - bits);
        double lower = Math.floor(Math.abs(value) / width) * width;
        return Math.copySign(lower + width / 2, value);
    }

    private Map<Long, List<Integer>> groups() {
        Map<Long, List<Integer>> groups = new TreeMap<>();
        rows.stream().filter(row -> !log.isMissing(row, GroupsHarness.GROUPS)).forEach(row -> groups.computeIfAbsent(
                        log.bits(row, GroupsHarness.GROUPS), key -> new ArrayList<>())
                .add(row));
        return groups;
    }

    private double ofGroup(Plain aggregate, List<Integer> group) {
        if (aggregate == Plain.COUNT) {
            return group.size();
        }
        if (group.isEmpty()) {
            return GroupsHarness.EMPTY;
        }
        double sum = group.stream()
                .map(row -> new BigDecimal(log.number(row, GroupsHarness.VALUES)))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .doubleValue();
        return aggregate == Plain.SUM ? sum : sum / group.size();
    }
}
