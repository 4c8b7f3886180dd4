package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.event.TextHash;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.state.Rows;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What windowed features mean, said as plainly as possible: keep every event, filter, sort, compute with big decimals. */
final class NaiveFeatures {
    private static final MathContext PRECISE = new MathContext(60);
    static final Comparator<Event> ORDER = Comparator.comparingLong(Event::time)
            .thenComparingInt(Event::partition)
            .thenComparingLong(Event::offset);

    private final FeatureSet set;
    private final List<Event> seen = new ArrayList<>();
    private final Set<String> deleted = new HashSet<>();

    NaiveFeatures(FeatureSet set) {
        this.set = set;
    }

    private static String place(Event event) {
        return event.source() + "/" + event.partition() + "/" + event.offset() + "/" + event.time();
    }

    void see(Event event) {
        if (seen.stream().noneMatch(e -> place(e).equals(place(event)))) {
            seen.add(event);
        }
    }

    void delete(Event event) {
        deleted.add(place(event));
    }

    /** Erases what is seen of an entity up to a time. */
    void erase(String entity, long until) {
        seen.removeIf(event -> event.keyAt(0).equals(entity) && event.time() <= until);
    }

    List<Event> seen() {
        return seen;
    }

    /** A value of the window: when, and the bits of the aggregated column and of the groups' column. */
    private record Value(Event event, long time, long bits, long group) {
        double number() {
            return Double.longBitsToDouble(bits);
        }
    }

    private List<Value> window(WindowedFeature feature, Event at) {
        Column column = set.columns().get(feature.column());
        boolean own = column.source() == at.source();
        long end = at.time() - feature.lag();
        List<Value> values = seen.stream()
                .filter(e -> e.source() == column.source() && !deleted.contains(place(e)))
                .filter(e -> e.keyAt(0).equals(at.keyAt(0)))
                .filter(e -> feature.isLifetime() || e.time() > left(end - feature.window(), feature))
                .filter(e -> (own && feature.lag() == 0) ? isInTime(e, at, feature.withEvent()) : e.time() <= end)
                .sorted(ORDER)
                .map(e -> new Value(e, e.time(), bits(feature.column(), e), bits(feature.by(), e)))
                .filter(v -> v.bits() != Rows.MISSING && (feature.by() < 0 || v.group() != Rows.MISSING))
                .toList();
        return feature.begins() instanceof Beginning.Session session ? session(values, session.gap(), end) : values;
    }

    static long left(long exact, WindowedFeature feature) {
        return Math.floorDiv(exact, feature.begins().hop()) * feature.begins().hop();
    }

    private static List<Value> session(List<Value> values, long gap, long end) {
        long next = end;
        int from = values.size();
        while (from > 0 && next - values.get(from - 1).time() <= gap) {
            from--;
            next = values.get(from).time();
        }
        return values.subList(from, values.size());
    }

    private static boolean isInTime(Event e, Event at, boolean withEvent) {
        return withEvent ? ORDER.compare(e, at) <= 0 : ORDER.compare(e, at) < 0;
    }

    private long bits(int column, Event event) {
        return column < 0 ? 0 : set.columns().get(column).projection().bits(event, PartialVector.NO_ROW);
    }

    /** The values of a feature as of an event. */
    double[] values(WindowedFeature feature, Event at) {
        List<Value> window = window(feature, at);
        List<Double> numbers = window.stream().map(Value::number).toList();
        Aggregate aggregate = feature.aggregate();
        double empty = feature.empty();
        if (aggregate instanceof Aggregate.Plain plain) {
            return new double[] {plain(plain, window, numbers, at, empty)};
        }
        if (aggregate instanceof Aggregate.Several several) {
            List<Double> chosen = several(several, window, numbers);
            return filled(chosen, several.k(), empty);
        }
        if (aggregate instanceof Aggregate.Distinct distinct) {
            return distinct(window, distinct.bound());
        }
        if (aggregate instanceof Aggregate.Quantiles quantiles) {
            return quantiles.at().stream()
                    .mapToDouble(q -> quantile(numbers, q, quantiles.bits(), empty))
                    .toArray();
        }
        if (aggregate instanceof Aggregate.Histogram histogram) {
            return histogram(numbers, histogram.edges());
        }
        if (aggregate instanceof Aggregate.Vectors vectors) {
            int slot = ((VectorProjection) set.columns().get(feature.column()).projection()).slot();
            return vectors(vectors, window, slot, empty);
        }
        if (aggregate instanceof Aggregate.Decayed decayed) {
            return new double[] {decayed(decayed, window, at.time() - feature.lag(), empty)};
        }
        if (aggregate instanceof Aggregate.ByGroup byGroup) {
            return byGroup.keys().stream()
                    .mapToDouble(key -> group(byGroup.of(), window, key, empty))
                    .toArray();
        }
        Aggregate.TopGroups top = (Aggregate.TopGroups) aggregate;
        List<Double> values = window.stream()
                .map(Value::group)
                .distinct()
                .map(key -> group(top.of(), window, key, empty))
                .sorted(Comparator.reverseOrder())
                .toList();
        return filled(values, top.n(), empty);
    }

    private static double[] filled(List<Double> values, int k, double empty) {
        double[] all = new double[k];
        Arrays.setAll(all, i -> i < values.size() ? values.get(i) : empty);
        return all;
    }

    private static double plain(
            Aggregate.Plain plain, List<Value> window, List<Double> numbers, Event at, double empty) {
        if (plain == Aggregate.Plain.COUNT) {
            return window.size();
        }
        if (plain == Aggregate.Plain.STREAK) {
            return streak(numbers);
        }
        if (window.isEmpty()) {
            return empty;
        }
        long last = window.get(window.size() - 1).time();
        long first = window.get(0).time();
        return switch (plain) {
            case SUM -> sum(numbers).doubleValue();
            case AVG -> sum(numbers).doubleValue() / numbers.size();
            case MIN -> Collections.min(numbers);
            case MAX -> Collections.max(numbers);
            case VARIANCE -> numbers.size() < 2 ? empty : variance(numbers).doubleValue();
            case STDDEV ->
                numbers.size() < 2 ? empty : variance(numbers).sqrt(PRECISE).doubleValue();
            case SKEWNESS -> standardised(numbers, 3, empty);
            case KURTOSIS -> standardised(numbers, 4, empty);
            case ENTROPY -> entropy(window);
            case SINCE_LAST -> at.time() - last;
            case SINCE_FIRST -> at.time() - first;
            case GAP_MEAN -> window.size() < 2 ? empty : (double) (last - first) / (window.size() - 1);
            case GAP_STDDEV -> window.size() < 2 ? empty : gapDeviation(window);
            default -> throw new IllegalArgumentException(plain.name());
        };
    }

    private static double streak(List<Double> numbers) {
        int run = 0;
        for (int i = numbers.size() - 1; i >= 0 && numbers.get(i) == 1; i--) {
            run++;
        }
        return run;
    }

    private static BigDecimal sum(List<Double> numbers) {
        return numbers.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal moment(List<Double> numbers, int power) {
        BigDecimal n = BigDecimal.valueOf(numbers.size());
        BigDecimal mean = sum(numbers).divide(n, PRECISE);
        return numbers.stream()
                .map(x -> new BigDecimal(x).subtract(mean).pow(power, PRECISE))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(n, PRECISE);
    }

    private static BigDecimal variance(List<Double> numbers) {
        BigDecimal n = BigDecimal.valueOf(numbers.size());
        return moment(numbers, 2).multiply(n).divide(n.subtract(BigDecimal.ONE), PRECISE);
    }

    private static double standardised(List<Double> numbers, int power, double empty) {
        if (new HashSet<>(numbers).size() < 2) {
            return empty;
        }
        BigDecimal deviation = moment(numbers, 2).sqrt(PRECISE);
        double ratio =
                moment(numbers, power).divide(deviation.pow(power), PRECISE).doubleValue();
        return power == 4 ? ratio - 3 : ratio;
    }

    private static double entropy(List<Value> window) {
        Map<Long, Long> counts = window.stream().collect(Collectors.groupingBy(Value::bits, Collectors.counting()));
        double n = window.size();
        return counts.values().stream()
                .mapToDouble(c -> -c / n * Math.log(c / n) / Math.log(2))
                .sum();
    }

    private static double gapDeviation(List<Value> window) {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < window.size(); i++) {
            gaps.add((double) (window.get(i).time() - window.get(i - 1).time()));
        }
        return moment(gaps, 2).sqrt(PRECISE).doubleValue();
    }

    private static List<Double> several(Aggregate.Several several, List<Value> window, List<Double> numbers) {
        List<Double> chosen = new ArrayList<>(numbers);
        switch (several.choice()) {
            case FIRST -> {}
            case LAST -> Collections.reverse(chosen);
            case TOP -> chosen.sort(Comparator.reverseOrder());
            case BOTTOM -> Collections.sort(chosen);
            case MOST_FREQUENT -> {
                Map<Double, Long> counts = window.stream()
                        .collect(Collectors.groupingBy(Value::number, TreeMap::new, Collectors.counting()));
                chosen = counts.entrySet().stream()
                        .sorted(Map.Entry.<Double, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(Map.Entry::getKey)
                        .toList();
            }
        }
        return chosen;
    }

    private static double[] distinct(List<Value> window, int bound) {
        Set<Long> values = window.stream().map(Value::bits).collect(Collectors.toSet());
        int level = 0;
        while (atLevel(values, level) > bound) {
            level++;
        }
        return new double[] {atLevel(values, level) * Math.pow(2, level), level == 0 ? 1 : 0};
    }

    static long atLevel(Set<Long> values, int level) {
        return values.stream()
                .filter(bits -> Long.numberOfTrailingZeros(TextHash.mix(bits)) >= level)
                .count();
    }

    static double quantile(List<Double> numbers, double q, int bits, double empty) {
        if (numbers.isEmpty()) {
            return empty;
        }
        double value = numbers.stream().sorted().toList().get((int) Math.floor(q * (numbers.size() - 1)));
        if (value == 0) {
            return 0;
        }
        long width = 1L << (52 - bits);
        long low = Double.doubleToRawLongBits(Math.abs(value)) / width * width;
        double middle = Double.longBitsToDouble(low) / 2 + Double.longBitsToDouble(low + width) / 2;
        return Math.copySign(middle, value);
    }

    private static double[] histogram(List<Double> numbers, List<Double> edges) {
        double[] counts = new double[edges.size() + 1];
        for (double number : numbers) {
            int bin = 0;
            while (bin < edges.size() && number > edges.get(bin)) {
                bin++;
            }
            counts[bin]++;
        }
        return counts;
    }

    private static double[] vectors(Aggregate.Vectors vectors, List<Value> window, int slot, double empty) {
        double[] values = new double[vectors.shape().size()];
        for (int i = 0; i < values.length; i++) {
            int component = i;
            List<Double> numbers = window.stream()
                    .map(value -> Objects.requireNonNull(value.event().vectorAt(slot)))
                    .filter(vector -> vector.size() == values.length)
                    .map(vector -> vector.at(component))
                    .toList();
            double sum = sum(numbers).doubleValue();
            values[i] = window.isEmpty() ? empty : vectors.of() == Aggregate.Plain.AVG ? sum / numbers.size() : sum;
        }
        return values;
    }

    private static double decayed(Aggregate.Decayed decayed, List<Value> window, long end, double empty) {
        if (window.isEmpty()) {
            return empty;
        }
        double sum = 0;
        double weights = 0;
        for (Value value : window) {
            double weight = Math.pow(2, -(double) (end - value.time()) / decayed.halfLife());
            sum += weight * value.number();
            weights += weight;
        }
        return decayed.mean() ? sum / weights : sum;
    }

    private static double group(Aggregate.Plain of, List<Value> window, long key, double empty) {
        List<Double> numbers =
                window.stream().filter(v -> v.group() == key).map(Value::number).toList();
        if (of == Aggregate.Plain.COUNT) {
            return numbers.size();
        }
        if (numbers.isEmpty()) {
            return empty;
        }
        double sum = sum(numbers).doubleValue();
        return of == Aggregate.Plain.SUM ? sum : sum / numbers.size();
    }

    /** Whether the definition fixes the bits; where not, only the digits. */
    static boolean isToTheBit(Aggregate aggregate) {
        return !(aggregate instanceof Aggregate.Decayed)
                && !Set.of(
                                Aggregate.Plain.VARIANCE,
                                Aggregate.Plain.STDDEV,
                                Aggregate.Plain.SKEWNESS,
                                Aggregate.Plain.KURTOSIS,
                                Aggregate.Plain.ENTROPY,
                                Aggregate.Plain.GAP_STDDEV)
                        .contains(Objects.requireNonNull(aggregate));
    }
}
