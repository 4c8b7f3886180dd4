package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/**
 * The sums of a {@link DecayedPart}. A value weighs 2^(time / half-life), the time since the epoch, so that all weights stay as they are while time moves on; dividing by the
 * same power of the window's end makes them ages.
 *
 * <p>The sums are as wide as there are half-lives between the first value and the last. Where the last one comes after a silence longer than every window, what came before it is in no
 * window any more: it is let go at once, and nothing that is said of it later counts.
 */
final class DecayedState extends Additive {
    private static final long NEVER = Long.MIN_VALUE;

    private final int column;
    private final boolean weights;
    private final HalfLife halfLife;
    private final long reach;
    private final ExactSums sums;
    /** The last half-life of which a value was seen. */
    private long last = NEVER;
    /** The last half-life of which all values were let go. */
    private long gone = NEVER;

    DecayedState(DecayedPart part, long reach, ExactSums sums) {
        this.column = part.column();
        this.weights = part.weights();
        this.halfLife = new HalfLife(part.halfLife());
        this.reach = reach;
        this.sums = sums;
    }

    static DecayedState read(DecayedPart part, long reach, int edges, StateReader in) {
        int known = in.readByte();
        long last = known > 0 ? in.readLong() : NEVER;
        long gone = known > 1 ? last - in.readUnsigned() : NEVER;
        DecayedState state = new DecayedState(part, reach, ExactSums.read(edges, in));
        state.last = last;
        state.gone = gone;
        return state;
    }

    /** Writes how many of {@code last} and {@code gone} are known, these, and the sums. */
    @Override
    public void write(StateWriter out) {
        int known = gone != NEVER ? 2 : last != NEVER ? 1 : 0;
        out.writeByte(known);
        if (known > 0) {
            out.writeLong(last);
        }
        if (known > 1) {
            out.writeUnsigned(last - gone);
        }
        sums.write(out);
    }

    /** The sum in a window that ends at a time, of values weighted by their age then; relative error below 2^-50 where it is a normal number. */
    double sum(int left, long end) {
        return sums.between(left, -halfLife.whole(end)) / halfLife.weight(end);
    }

    /** The sum in a window divided by that of the weights; relative error below 2^-50. NaN where no value is in the window. */
    double mean(int left, DecayedState weights, int leftOfWeights) {
        if (weights.sums.isZero(leftOfWeights)) {
            return Double.NaN;
        }
        long exponent = -weights.sums.exponent(leftOfWeights);
        return sums.between(left, exponent) / weights.sums.between(leftOfWeights, exponent);
    }

    @Override
    public void change(int edge, Rows rows, int row, int sign) {
        long whole = halfLife.whole(rows.time(row));
        if (rows.isMissing(row, column) || whole <= gone) {
            return;
        }
        see(whole);
        double value = sign * (weights ? 1 : rows.number(row, column));
        add(edge, value, whole, halfLife.weight(rows.time(row)));
    }

    /** What was let go can't be taken back. */
    @Override
    public boolean takeBack(int edge, Rows rows, int row) {
        boolean isWhole = gone == NEVER;
        if (isWhole) {
            change(edge, rows, row, -1);
        }
        return isWhole;
    }

    private void see(long whole) {
        if (last != NEVER && whole - last > reach) {
            sums.clear();
            gone = last;
        }
        last = Math.max(last, whole);
    }

    /** Scales the value first, so that the product is a normal number. */
    private void add(int edge, double value, long whole, double weight) {
        if (Math.abs(value) < 1) {
            sums.add(edge, value * 0x1p64 * weight, whole - 64);
        } else {
            sums.add(edge, value * 0.5 * weight, whole + 1);
        }
    }
}
