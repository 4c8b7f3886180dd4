package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Reads quantiles from {@link BucketCounts}, all in one pass from the lowest bucket up. */
final class QuantilesReading implements Reading {
    private final int part;
    private final int window;
    private final int bits;
    private final double empty;
    /** Ascending. */
    private final double[] at;
    /** Where the value of each of {@link #at} goes. */
    private final int[] slots;

    QuantilesReading(int part, int window, Aggregate.Quantiles quantiles, double empty, int slot) {
        this.part = part;
        this.window = window;
        this.bits = quantiles.bits();
        this.empty = empty;
        List<Double> declared = quantiles.at();
        int[] order = IntStream.range(0, declared.size())
                .boxed()
                .sorted(Comparator.comparing(declared::get))
                .mapToInt(Integer::intValue)
                .toArray();
        this.at = IntStream.of(order).mapToDouble(declared::get).toArray();
        this.slots = IntStream.of(order).map(i -> slot + i).toArray();
    }

    @Override
    public void read(PartState[] parts, long time, double[] row) {
        KeyedCounts counts = ((KeyedState) parts[part]).counts();
        long total = counts.total(window);
        if (total == 0) {
            fillEmpty(row);
        } else {
            fill(counts, total - 1, row);
        }
    }

    private void fillEmpty(double[] row) {
        for (int slot : slots) {
            row[slot] = empty;
        }
    }

    private void fill(KeyedCounts counts, long lastRank, double[] row) {
        int bucket = 0;
        long upTo = counts.count(0, window);
        for (int i = 0; i < at.length; i++) {
            long rank = (long) (at[i] * lastRank);
            while (upTo <= rank) {
                bucket++;
                upTo += counts.count(bucket, window);
            }
            row[slots[i]] = BucketCounts.middle(counts.key(bucket), bits);
        }
    }
}
