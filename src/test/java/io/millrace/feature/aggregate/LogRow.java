package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Rows;
import java.util.Comparator;

/** A row of a simulated log with a column 0 of numbers and a column 1 of a condition, as bits. */
record LogRow(long time, int partition, long offset, long number, long condition) implements Comparable<LogRow> {
    private static final Comparator<LogRow> ORDER = Comparator.comparingLong(LogRow::time)
            .thenComparingInt(LogRow::partition)
            .thenComparingLong(LogRow::offset);

    /** A row whose columns both have a value. */
    static LogRow of(long time, int partition, long offset, double value) {
        long bits = Double.doubleToRawLongBits(value);
        return new LogRow(time, partition, offset, bits, bits);
    }

    static LogRow missing(long time, int partition, long offset) {
        return new LogRow(time, partition, offset, Rows.MISSING, Rows.MISSING);
    }

    long bits(int column) {
        return column == 0 ? number : condition;
    }

    boolean isBehind(Edge edge, LogRow now) {
        return switch (edge.kind()) {
            case WITH_EVENT -> compareTo(now) <= 0;
            case WITHOUT_EVENT -> compareTo(now) < 0;
            case BEFORE -> time <= now.time() - edge.offset();
        };
    }

    /** This row alone, so that no part can lean on its neighbours. */
    Rows alone() {
        Rows rows = new Rows(2);
        rows.append(time, partition, offset);
        rows.set(0, 0, number);
        rows.set(0, 1, condition);
        return rows;
    }

    @Override
    public int compareTo(LogRow other) {
        return ORDER.compare(this, other);
    }
}
