package io.millrace.dev.bench;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Payments without end, the same time apart, so that the number of them in a window is known. The same seed gives the same ones. */
final class PaymentRows implements Rows {
    /** Early enough for the last of many millions to lie in the past, whatever the distance. */
    static final long START = Instant.parse("2001-01-01T00:00:00Z").toEpochMilli();

    private static final Map<String, Integer> COLUMNS =
            Map.of("TRANSACTION_ID", 0, "TX_DATETIME", 1, "CUSTOMER_ID", 2, "TX_AMOUNT", 3);
    private static final int MOST_CENTS = 100_000;
    private static final int CENTS = 100;

    private final EntityKeys keys;
    private final double step;
    private final SplittableRandom amounts;
    private long number;

    /** @param step milliseconds from one payment to the next */
    PaymentRows(EntityKeys keys, double step, long seed) {
        this.keys = keys;
        this.step = step;
        this.amounts = new SplittableRandom(seed);
    }

    @Override
    public String name() {
        return "payments";
    }

    /** Never null. */
    @Override
    public Row next() {
        List<String> cells = List.of(
                "t" + number,
                Long.toString(START + (long) (number * step)),
                Integer.toString(keys.next()),
                amount(1 + amounts.nextInt(MOST_CENTS)));
        return new Row(number++, COLUMNS, cells);
    }

    private static String amount(int cents) {
        int rest = cents % CENTS;
        return cents / CENTS + "." + rest / 10 + rest % 10;
    }

    /** Does nothing: there is nothing to close. */
    @Override
    public void close() {}
}
