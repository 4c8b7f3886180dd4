package io.millrace.feature.spi;

import java.util.List;

/** The sum of the squares of amounts in cents, and the sum of the cents. */
public final class SquaredCents implements CustomAggregate, Accumulator {
    private final double scale;

    public SquaredCents() {
        this(100);
    }

    private SquaredCents(double scale) {
        this.scale = scale;
    }

    @Override
    public String name() {
        return "squared_cents";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Accumulator accumulator(Parameters parameters) {
        return new SquaredCents(parameters.whole("scale", 1, 10_000, 100));
    }

    @Override
    public int sums() {
        return 2;
    }

    @Override
    public List<String> suffixes() {
        return List.of("", "_cents");
    }

    @Override
    public void contribute(double[] values, long time, long[] contribution) {
        long cents = Math.round(values[0] * scale);
        contribution[0] = cents * cents;
        contribution[1] = cents;
    }

    @Override
    public void result(long count, long[] sums, long end, double[] values) {
        values[0] = sums[0];
        values[1] = sums[1];
    }
}
