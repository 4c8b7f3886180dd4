package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import java.util.function.IntFunction;

/**
 * Counts the rows of each bucket of values: DDSketch (Masson, Rim and Lee, VLDB 2019) with buckets that are linear between powers of two. The order of buckets is that
 * of their values. Zero has a bucket of its own, bucket 0; negative values have those of their absolute values, mirrored. Below 2^-1022 buckets don't get narrower:
 * there the absolute error is at most 2^-(1023+bits).
 *
 * @param bits how many bits of the mantissa tell buckets apart, 0 to 52
 */
record BucketCounts(int column, int bits) implements CountingPart {
    private static final int MANTISSA = 52;
    private static final long INFINITY = 0x7FF0_0000_0000_0000L;

    BucketCounts {
        if (bits < 0 || bits > MANTISSA) {
            throw new IllegalArgumentException("buckets of " + bits + " bits; from 0 to " + MANTISSA);
        }
    }

    @Override
    public long key(Rows rows, int row) {
        return rows.isMissing(row, column) ? Rows.MISSING : bucket(rows.number(row, column), bits);
    }

    static long bucket(double value, int bits) {
        if (value == 0) {
            return 0;
        }
        long bucket = (Double.doubleToRawLongBits(Math.abs(value)) >>> (MANTISSA - bits)) + 1;
        return value < 0 ? -bucket : bucket;
    }

    /** The mean of a bucket's bounds, exactly; with 52 bits the one value that it has; of an infinite value itself. */
    static double middle(long bucket, int bits) {
        if (bucket == 0) {
            return 0;
        }
        int width = MANTISSA - bits;
        long middle = ((Math.abs(bucket) - 1) << width) + ((1L << width) >>> 1);
        double absolute = Double.longBitsToDouble(Math.min(middle, INFINITY));
        return bucket < 0 ? -absolute : absolute;
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "BUCKET_COUNTS " + bits + " of " + columns.apply(column);
    }
}
