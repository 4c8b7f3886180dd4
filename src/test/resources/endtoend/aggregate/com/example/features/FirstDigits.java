package com.example.features;

import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.spi.CustomAggregate;
import io.millrace.feature.spi.Parameters;
import java.util.List;

/** How far the first digits of amounts lie from Benford's law, as a mean square of the differences of shares; and the share of amounts that begin with one digit. */
public final class FirstDigits implements CustomAggregate {
    @Override
    public String name() {
        return "first_digits";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Accumulator accumulator(Parameters parameters) {
        return new Digits(parameters.whole("digit", 1, 9, 1));
    }

    /** Sums an event for each of nine digits. */
    private record Digits(int digit) implements Accumulator {
        private static final int DIGITS = 9;

        @Override
        public int sums() {
            return DIGITS;
        }

        @Override
        public List<String> suffixes() {
            return List.of("", "_share");
        }

        @Override
        public void contribute(double[] values, long time, long[] contribution) {
            long cents = Math.round(Math.abs(values[0]) * 100);
            while (cents > DIGITS) {
                cents /= 10;
            }
            if (cents > 0) {
                contribution[(int) cents - 1] = 1;
            }
        }

        @Override
        public void result(long count, long[] sums, long end, double[] values) {
            double squares = 0;
            for (int i = 0; i < DIGITS; i++) {
                double difference = (double) sums[i] / count - StrictMath.log10(1 + 1.0 / (i + 1));
                squares += difference * difference;
            }
            values[0] = squares / DIGITS;
            values[1] = (double) sums[digit - 1] / count;
        }
    }
}
