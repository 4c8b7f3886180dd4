package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;

/**
 * Reads the Shannon entropy in bits: the sum of c (log2 n - log2 c), divided by n, where c is the count of a category and n that of all. One category gives 0 exactly. The terms
 * are added in the order of the categories' bits, and logarithms are those of {@link StrictMath}, so that the same counts give the same bits on every machine.
 *
 * @param empty what is yielded where the window has no value
 */
record EntropyReading(int part, int window, double empty, int slot) implements Reading {
    private static final double LN_2 = StrictMath.log(2);
    private static final double[] LOG2_OF_SMALL = new double[1024];

    static {
        for (int count = 1; count < LOG2_OF_SMALL.length; count++) {
            LOG2_OF_SMALL[count] = computeLog2(count);
        }
    }

    @Override
    public void read(PartState[] parts, long time, double[] row) {
        KeyedCounts counts = ((KeyedState) parts[part]).counts();
        long total = counts.total(window);
        row[slot] = total == 0 ? empty : sum(counts, log2(total)) / total;
    }

    private double sum(KeyedCounts counts, double log2Total) {
        double sum = 0;
        for (int i = 0; i < counts.size(); i++) {
            long count = counts.count(i, window);
            if (count > 0) {
                sum += count * (log2Total - log2(count));
            }
        }
        return sum;
    }

    private static double log2(long count) {
        return count < LOG2_OF_SMALL.length ? LOG2_OF_SMALL[(int) count] : computeLog2(count);
    }

    /** Exact for powers of two. */
    private static double computeLog2(long count) {
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(count);
        return exponent + StrictMath.log(Math.scalb((double) count, -exponent)) / LN_2;
    }
}
