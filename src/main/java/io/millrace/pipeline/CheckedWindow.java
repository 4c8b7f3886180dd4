package io.millrace.pipeline;

import io.millrace.feature.Beginning;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.pipeline.expression.Operand;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One aggregate over one window, whose values are features.
 *
 * @param by what names an event's group, or the second of its two values, of the same source as the column; null where there is neither
 * @param length in milliseconds; {@link WindowedFeature#LIFETIME} for a window that never ends; of a session the most that it has
 */
record CheckedWindow(
        String set,
        Aggregate aggregate,
        CheckedColumn column,
        @Nullable CheckedColumn by,
        long length,
        Beginning begins,
        long lag,
        boolean withEvent,
        double empty) {

    /** What is kept for it. */
    Stream<CheckedColumn> columns() {
        return by == null ? Stream.of(column) : Stream.of(column, by);
    }

    boolean readsFeatures() {
        return columns().flatMap(CheckedColumn::operands).anyMatch(Operand.OfFeature.class::isInstance);
    }

    private String byText() {
        return by == null ? "" : " " + aggregate.secondColumn() + " " + by.text();
    }

    /**
     * Canonical text of one of its values. Parts that are as they are by default are left out.
     *
     * @param entity the fields of the entity's key
     */
    String definition(List<String> entity, int value) {
        DeclaredSource source = column.source();
        return aggregate.text() + " " + column.text() + byText() + " of "
                + source.definition() + " by " + DeclaredEntity.text(entity, source) + " over "
                + (length == WindowedFeature.LIFETIME ? "lifetime" : Long.toString(length)) + begins.text() + " lag "
                + lag
                + (withEvent ? "" : " without the event") + EmptyValue.text(empty)
                + (aggregate.suffixes().size() == 1 ? "" : " value " + value);
    }
}
