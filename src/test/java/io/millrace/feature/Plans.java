package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import io.millrace.event.TextHash;
import io.millrace.event.VectorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Feature sets and events built by hand: a source 0 that is scored and a source 1 of facts, both with an entity key in slot 0, a number in slot 1, a category in slot 2,
 * three floats in slot 3 and two doubles in slot 4.
 */
final class Plans {
    static final int SCORED = 0;
    static final int FACTS = 1;

    /** The columns that both sources have, in order; those of facts follow those of scored events. */
    static final int ALL = 0;

    static final int VALUE = 1;
    static final int POSITIVE = 2;
    static final int CONDITION = 3;
    static final int CATEGORY = 4;
    static final int COARSE = 5;
    static final int COLUMNS = 6;
    /** The vectors of the source that is scored, after all columns above: floats, doubles, and floats where the number is positive; then those of facts. */
    static final int VECTORS = 2 * COLUMNS;

    static final int VECTOR_COLUMNS = 3;
    static final VectorShape FLOATS = new VectorShape(3, true);
    static final VectorShape DOUBLES = new VectorShape(2, false);

    private static final Expression NUMBER = (event, row) -> event.isNull(1) ? Double.NaN : event.doubleAt(1);
    private static final Expression IS_POSITIVE =
            (event, row) -> event.isNull(1) ? Double.NaN : event.doubleAt(1) > 0 ? 1 : 0;
    private static final Expression ROUNDED = (event, row) -> Math.rint(NUMBER.eval(event, row) / 25);

    private Plans() {}

    static FeatureSet set(List<WindowedFeature> windows) {
        boolean hasVectors = windows.stream().anyMatch(window -> window.column() >= VECTORS);
        List<Column> columns = hasVectors ? columns() : columns().subList(0, VECTORS);
        return new FeatureSet("entity", 0, List.of(List.of(0), List.of(0)), columns, windows, 0);
    }

    /** A set that keeps only the columns that its windows need, in the order in which those ask for them, and whose slots follow each other. */
    static FeatureSet setOfUsed(List<WindowedFeature> windows) {
        List<Column> all = columns();
        List<Column> used = new ArrayList<>();
        List<WindowedFeature> placed = new ArrayList<>();
        int slot = 0;
        for (WindowedFeature w : windows) {
            int column = place(w.column(), all, used);
            int by = w.by() < 0 ? -1 : place(w.by(), all, used);
            placed.add(new WindowedFeature(
                    w.aggregate(), column, by, w.window(), w.begins(), w.lag(), w.withEvent(), w.empty(), slot));
            slot += w.aggregate().suffixes().size();
        }
        return new FeatureSet("entity", 0, List.of(List.of(0), List.of(0)), used, placed, 0);
    }

    /** A plan of some sets, without a model. */
    static FeaturePlan plan(FeatureSet... sets) {
        return new FeaturePlan(SCORED, List.of(sets), List.of(), List.of(), List.of(), 0);
    }

    private static int place(int column, List<Column> all, List<Column> used) {
        if (used.stream().noneMatch(other -> isSame(other, all.get(column)))) {
            used.add(all.get(column));
        }
        return IntStream.range(0, used.size())
                .filter(i -> isSame(used.get(i), all.get(column)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isSame(Column one, Column other) {
        return one.source() == other.source() && one.text().equals(other.text());
    }

    static List<Column> columns() {
        List<Column> all = new ArrayList<>();
        List.of(SCORED, FACTS).forEach(source -> all.addAll(columns(source)));
        List.of(SCORED, FACTS).forEach(source -> all.addAll(vectors(source)));
        return all;
    }

    private static List<Column> vectors(int source) {
        Projection floats = new VectorProjection(3, FLOATS, null);
        return List.of(
                column(source, floats, "floats"),
                column(source, new VectorProjection(4, DOUBLES, null), "doubles"),
                column(source, floats.where(IS_POSITIVE), "floats where value > 0"));
    }

    private static List<Column> columns(int source) {
        return List.of(
                column(source, Projection.of((event, row) -> 1), "1"),
                column(source, Projection.of(NUMBER), "value"),
                column(source, Projection.of(NUMBER).where(IS_POSITIVE), "value where value > 0"),
                column(source, Projection.of(IS_POSITIVE), "value > 0"),
                column(
                        source,
                        (event, row) ->
                                event.isNull(2) ? io.millrace.feature.state.Rows.MISSING : TextHash.of(event.keyAt(2)),
                        "category"),
                column(source, Projection.of(ROUNDED), "value / 25"));
    }

    private static Column column(int source, Projection projection, String text) {
        return new Column(source, source == SCORED ? "scored" : "facts", projection, text);
    }

    static Event event(
            int source,
            String entity,
            long time,
            int partition,
            long offset,
            @Nullable Double value,
            @Nullable String category) {
        long[] bits = {0, value == null ? 0 : Double.doubleToRawLongBits(value), 0, 0, 0};
        @Nullable String[] strings = {entity, null, category, null, null};
        Random random = new Random(31 * offset + source);
        @Nullable NumberVector[] vectors = {null, null, null, vector(random, FLOATS), vector(random, DOUBLES)};
        long nulls = (value == null ? 2 : 0)
                | (category == null ? 4 : 0)
                | (vectors[3] == null ? 8 : 0)
                | (vectors[4] == null ? 16 : 0);
        return new Event(
                source, partition, offset, time, 1, partition + "/" + offset, time, nulls, bits, strings, vectors);
    }

    /** Of many sizes; some are missing: null, too short, too long or with a number that is not finite. */
    private static @Nullable NumberVector vector(Random random, VectorShape shape) {
        int kind = random.nextInt(12);
        double[] numbers = new double[kind == 0 ? shape.size() - 1 : kind == 1 ? shape.size() + 1 : shape.size()];
        Arrays.setAll(numbers, i -> number(random, shape.floats()));
        if (kind == 2) {
            numbers[random.nextInt(numbers.length)] = random.nextBoolean() ? Double.NaN : Double.NEGATIVE_INFINITY;
        }
        return kind == 3 ? null : NumberVector.of(numbers, numbers.length, shape.floats());
    }

    private static double number(Random random, boolean isFloat) {
        return switch (random.nextInt(40)) {
            case 0, 1, 2 -> 0;
            case 3, 4, 5 -> -0.0;
            case 6 -> isFloat ? Float.MIN_VALUE : 0x1p-200;
            case 7 -> (random.nextBoolean() ? 1 : -1) * (isFloat ? Float.MAX_VALUE : 1e60);
            case 8, 9 -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 15);
            default -> random.nextGaussian();
        };
    }
}
