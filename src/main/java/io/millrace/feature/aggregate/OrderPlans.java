package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartsBuilder.Handle;
import java.util.function.Supplier;

/** Plans the aggregates that depend on the order of values or of their times. */
final class OrderPlans {
    private static final String GAPS = "gaps";

    private OrderPlans() {}

    /**
     * @param aggregate MIN, MAX, SINCE_LAST, SINCE_FIRST, GAP_MEAN, GAP_STDDEV or STREAK; or the FIRST, LAST, TOP or BOTTOM values
     * @throws IllegalArgumentException for another aggregate
     */
    static Supplier<Reading> plan(Aggregate aggregate, Target target) {
        if (aggregate instanceof Several several) {
            return several(several, target);
        }
        if (aggregate instanceof Plain plain) {
            return plain(plain, target);
        }
        throw notOfOrder(aggregate);
    }

    private static Supplier<Reading> plain(Plain aggregate, Target target) {
        return switch (aggregate) {
            case MIN -> extreme(false, target);
            case MAX -> extreme(true, target);
            case SINCE_LAST -> sinceLast(target);
            case SINCE_FIRST -> sinceFirst(target);
            case GAP_MEAN -> gaps(target, Gaps::mean);
            case GAP_STDDEV -> gaps(target, Gaps::deviation);
            case STREAK -> streak(target);
            default -> throw notOfOrder(aggregate);
        };
    }

    private static Supplier<Reading> several(Several aggregate, Target target) {
        return switch (aggregate.choice()) {
            case FIRST -> first(aggregate.k(), target);
            case LAST -> last(aggregate.k(), target);
            case TOP, BOTTOM -> extremes(aggregate, target);
            case MOST_FREQUENT -> throw notOfOrder(aggregate);
        };
    }

    private static IllegalArgumentException notOfOrder(Aggregate aggregate) {
        return new IllegalArgumentException(aggregate.text() + " doesn't depend on the order of values");
    }

    private static Supplier<Reading> extreme(boolean largest, Target target) {
        return of(new BandPart(target.column(), largest, 1), target, part -> (parts, time, row) -> {
            Band band = (Band) parts[part];
            row[target.slot()] = band.firstAfter(target.leftTime(time), target.empty());
        });
    }

    private static Supplier<Reading> extremes(Several aggregate, Target target) {
        boolean largest = aggregate.choice() == Choice.TOP;
        return of(new BandPart(target.column(), largest, aggregate.k()), target, part -> (parts, time, row) -> {
            Band band = (Band) parts[part];
            band.after(target.leftTime(time), target.empty(), row, target.slot());
        });
    }

    private static Supplier<Reading> sinceLast(Target target) {
        return of(new RecentPart(target.column(), 1), target, part -> (parts, time, row) -> {
            Recent recent = (Recent) parts[part];
            row[target.slot()] = recent.sinceLast(target.leftTime(time), time, target.empty());
        });
    }

    private static Supplier<Reading> last(int k, Target target) {
        return of(new RecentPart(target.column(), k), target, part -> (parts, time, row) -> {
            Recent recent = (Recent) parts[part];
            recent.after(target.leftTime(time), target.empty(), row, target.slot());
        });
    }

    private static Supplier<Reading> sinceFirst(Target target) {
        return of(firstPart(1, target), target, part -> (parts, time, row) -> {
            First first = (First) parts[part];
            row[target.slot()] = first.sinceFirst(time, target.empty());
        });
    }

    private static Supplier<Reading> first(int k, Target target) {
        return of(firstPart(k, target), target, part -> (parts, time, row) -> {
            First first = (First) parts[part];
            first.values(target.empty(), row, target.slot());
        });
    }

    private static FirstPart firstPart(int k, Target target) {
        return new FirstPart(target.column(), k, target.window());
    }

    private static Supplier<Reading> streak(Target target) {
        Handle handle = target.use(new RunPart(target.column()));
        return () -> {
            int part = handle.part();
            int edge = edge(handle);
            return (parts, time, row) -> row[target.slot()] = ((Run) parts[part]).length(edge);
        };
    }

    private interface GapMeasure {
        double of(Gaps gaps, int edge, long first);
    }

    private static Supplier<Reading> gaps(Target target, GapMeasure measure) {
        Handle gapHandle = target.use(new GapPart(target.column()), GAPS);
        Handle firstHandle = target.use(firstPart(1, target), GAPS);
        return () -> {
            int gapPart = gapHandle.part();
            int firstPart = firstHandle.part();
            int edge = edge(gapHandle);
            return (parts, time, row) -> {
                Gaps gaps = (Gaps) parts[gapPart];
                row[target.slot()] = gaps.count(edge) < 2
                        ? target.empty()
                        : measure.of(gaps, edge, ((First) parts[firstPart]).firstTime());
            };
        };
    }

    private interface ReadingOfPart {
        Reading of(int part);
    }

    private static Supplier<Reading> of(Part part, Target target, ReadingOfPart reading) {
        Handle handle = target.use(part);
        return () -> reading.of(handle.part());
    }

    /** The left edge; parts that count give a lifetime window an edge 1 that no row passes. */
    private static int edge(Handle handle) {
        return handle.isLifetime() ? 1 : handle.edge();
    }
}
