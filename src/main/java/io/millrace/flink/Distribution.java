package io.millrace.flink;

import java.util.Arrays;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/**
 * How values are distributed, counted in fixed bins since the subtask began: no allocation and a few comparisons for each value. Updated by the task's thread; others may read counts that are a little old.
 *
 * <p>A quantile is told as the upper edge of its bin, but never as more than the greatest value that was seen.
 */
final class Distribution implements Histogram {
    private final double[] edges;
    private final long[] counts;
    private double sum;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    /** @param edges upper edges of the bins, ascending; what is greater than all has a bin of its own */
    private Distribution(double[] edges) {
        this.edges = edges;
        this.counts = new long[edges.length + 1];
    }

    /** Of scores: bins of a hundredth, from 0 to 1. */
    static Distribution ofScores() {
        double[] edges = new double[101];
        Arrays.setAll(edges, i -> i / 100.0);
        return new Distribution(edges);
    }

    /** Of times: each bin's edge is 1.19 times the last one's, from 1 to 380 million, which is 4.4 days of milliseconds or 6 minutes of microseconds. */
    static Distribution ofTimes() {
        double[] edges = new double[115];
        Arrays.setAll(edges, i -> Math.pow(2, i / 4.0));
        return new Distribution(edges);
    }

    void add(double value) {
        int found = Arrays.binarySearch(edges, value);
        counts[found >= 0 ? found : -found - 1]++;
        sum += value;
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
    }

    @Override
    public void update(long value) {
        add((double) value);
    }

    @Override
    public long getCount() {
        return Arrays.stream(counts).sum();
    }

    @Override
    public HistogramStatistics getStatistics() {
        return new Snapshot(edges, counts.clone(), sum, least, greatest);
    }

    private static final class Snapshot extends HistogramStatistics {
        private final double[] edges;
        private final long[] counts;
        private final long count;
        private final double sum;
        private final double least;
        private final double greatest;

        Snapshot(double[] edges, long[] counts, double sum, double least, double greatest) {
            this.edges = edges;
            this.counts = counts;
            this.count = Arrays.stream(counts).sum();
            this.sum = sum;
            this.least = least;
            this.greatest = greatest;
        }

        @Override
        public double getQuantile(double quantile) {
            long before = 0;
            for (int bin = 0; bin < edges.length; bin++) {
                before += counts[bin];
                if (before > 0 && before >= quantile * count) {
                    return Math.min(edges[bin], greatest);
                }
            }
            return count == 0 ? 0 : greatest;
        }

        /** Values are not kept. */
        @Override
        public long[] getValues() {
            return new long[0];
        }

        @Override
        public int size() {
            return (int) Math.min(count, Integer.MAX_VALUE);
        }

        @Override
        public double getMean() {
            return count == 0 ? 0 : sum / count;
        }

        /** From the bins' upper edges. */
        @Override
        public double getStdDev() {
            double squares = 0;
            for (int bin = 0; bin < counts.length; bin++) {
                double value = bin < edges.length ? edges[bin] : greatest;
                squares += counts[bin] == 0 ? 0 : counts[bin] * (value - getMean()) * (value - getMean());
            }
            return count == 0 ? 0 : Math.sqrt(squares / count);
        }

        /** The greatest whole number that is not greater than any value. */
        @Override
        public long getMin() {
            return count == 0 ? 0 : (long) Math.floor(least);
        }

        /** The least whole number that is not less than any value. */
        @Override
        public long getMax() {
            return count == 0 ? 0 : (long) Math.ceil(greatest);
        }
    }
}
