package io.millrace.feature.aggregate;

import io.millrace.feature.state.Place;
import io.millrace.feature.state.Reversible;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** State of a {@link BandPart}: a {@link Skyband} of times and values. */
final class Band extends Reversible {
    private final int column;
    private final boolean largest;
    private final int k;
    private final Skyband values;
    /** Of what was taken back from edge 0: the place of the earliest row and the highest rank of a value; null where there is none. */
    private @Nullable Place earliest;

    private @Nullable Long highest;
    private int asHigh;

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
        int first = values.after(left);
        return first < values.end() ? value(first) : empty;
    }

    /** The k largest values later than a time, in descending order, from a slot of a row on. */
    void after(long left, double empty, double[] row, int slot) {
        int found = 0;
        for (int entry = values.after(left); entry < values.end(); entry++) {
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

    /**
     * What was let go because of rows that are taken back ranks no higher than the highest of these. So values that rank as low go, and are looked up in the rows that stay, from the latest back, up to the k-th that ranks as high or
     * higher: what comes before has those k above it.
     */
    @Override
    public boolean takeBack(int edge, Rows rows, int row) {
        if (edge == 0) {
            takeBackRight(rows, row);
        } else if (earliest == null || isBefore(rows, row, earliest)) {
            add(rows, row);
        }
        return true;
    }

    private void takeBackRight(Rows rows, int row) {
        earliest = new Place();
        earliest.set(rows.time(row), rows.partition(row), rows.offset(row));
        if (!rows.isMissing(row, column)) {
            long rank = rank(rows.bits(row, column));
            highest = highest == null ? rank : Math.max(highest, rank);
            values.removeRanksUpTo(highest);
        }
    }

    private static boolean isBefore(Rows rows, int row, Place place) {
        return rows.compare(row, place.time(), place.partition(), place.offset()) < 0;
    }

    private void add(Rows rows, int row) {
        if (!rows.isMissing(row, column)) {
            values.add(rows.time(row), rank(rows.bits(row, column)));
        }
    }

    @Override
    public boolean stays(Rows rows, int row, boolean lay) {
        if (highest == null || lay) {
            return false;
        }
        if (rows.isMissing(row, column)) {
            return true;
        }
        long rank = rank(rows.bits(row, column));
        if (rank <= highest) {
            add(rows, row);
        }
        asHigh += rank >= highest ? 1 : 0;
        return asHigh < k;
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
