package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.Arrays;

/** State of a {@link BandPart}: a {@link Skyband} of times and values. */
final class Band implements PartState {
    private final int column;
    private final boolean largest;
    private final int k;
    private final Skyband values;

    Band(BandPart part) {
        this.column = part.column();
        this.largest = part.largest();
        this.k = part.k();
        this.values = new Skyband(k);
    }

    int size() {
        return values.size();
    }

    /** The largest value later than a time, of a band with k = 1. */
    double firstAfter(long left, double empty) {
        int first = values.upTo(left);
        return first < values.size() ? value(first) : empty;
    }

    /** The k largest values later than a time, in descending order, from a slot of a row on. */
    void after(long left, double empty, double[] row, int slot) {
        int found = 0;
        for (int entry = values.upTo(left); entry < values.size(); entry++) {
            place(value(entry), row, slot, found);
            found = Math.min(found + 1, k);
        }
        Arrays.fill(row, slot + found, slot + k, empty);
    }

    private void place(double value, double[] row, int slot, int found) {
        int at = slot + found;
        while (at > slot && (largest ? value > row[at - 1] : value < row[at - 1])) {
            if (at < slot + k) {
                row[at] = row[at - 1];
            }
            at--;
        }
        if (at < slot + k) {
            row[at] = value;
        }
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        insert(edge, rows, row);
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        if (!rows.isMissing(row, column)) {
            if (edge == 0) {
                values.add(rows.time(row), rank(rows.bits(row, column)));
            } else {
                values.removeUntil(rows.time(row));
            }
        }
        return true;
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        return rows.isMissing(row, column) || !values.holds(rows.time(row), rank(rows.bits(row, column)));
    }

    private long rank(long bits) {
        return largest ? ordered(bits) : ~ordered(bits);
    }

    private double value(int entry) {
        long rank = values.rank(entry);
        return Double.longBitsToDouble(ordered(largest ? rank : ~rank));
    }

    /** Bits of doubles as whole numbers in the order of {@link Double#compare}; its own inverse. */
    private static long ordered(long bits) {
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    @Override
    public void write(StateWriter out) {
        values.write(out);
    }

    void read(StateReader in) {
        values.read(in);
    }
}
