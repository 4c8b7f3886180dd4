package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a windowed feature of {@link Plans} means, said as plainly as possible: filter everything seen, then aggregate with big decimals. */
final class NaiveWindows {
    private final List<Event> seen = new ArrayList<>();

    void see(Event event) {
        boolean known = seen.stream()
                .anyMatch(e -> e.source() == event.source()
                        && e.partition() == event.partition()
                        && e.offset() == event.offset());
        if (!known) {
            seen.add(event);
        }
    }

    double value(WindowedFeature feature, Event at) {
        int source = feature.column() <= 2 ? Plans.SCORED : Plans.FACTS;
        List<Double> values = seen.stream()
                .filter(e -> e.source() == source)
                .filter(e -> e.keyAt(0).equals(at.keyAt(0)))
                .filter(e -> e.time() > at.time() - feature.lag() - feature.window())
                .filter(e -> e.time() <= at.time() - feature.lag())
                .filter(e -> e.source() != Plans.SCORED || notAfter(e, at))
                .flatMap(e -> column(feature.column(), e).stream())
                .toList();
        BigDecimal sum = values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (values.isEmpty()) {
            return 0;
        }
        return switch ((Plain) feature.aggregate()) {
            case COUNT -> values.size();
            case SUM -> sum.doubleValue();
            case AVG -> sum.doubleValue() / values.size();
            case MIN -> values.stream().min(Double::compare).orElseThrow();
            case MAX -> values.stream().max(Double::compare).orElseThrow();
            default -> throw new IllegalArgumentException(feature.toString());
        };
    }

    private static boolean notAfter(Event a, Event b) {
        return Comparator.comparingLong(Event::time)
                        .thenComparingInt(Event::partition)
                        .thenComparingLong(Event::offset)
                        .compare(a, b)
                <= 0;
    }

    private static List<Double> column(int column, Event event) {
        if (column == 0 || column == 3) {
            return List.of(1.0);
        }
        if (event.isNull(1) || (column == 2 && event.doubleAt(1) <= 0)) {
            return List.of();
        }
        return List.of(event.doubleAt(1));
    }
}
