package io.millrace.dev.bench;

import io.millrace.adapter.file.Cells;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Passes rows on and remembers what results are checked against: all payments of one customer in a hundred; also how many customers there were, and when the longest window was full. */
final class SampledRows implements Rows {
    private static final int ONE_IN = 100;
    /** Customer 0 is in the sample, and so is part of any world. */
    private static final int CHOSEN = Math.floorMod("0".hashCode(), ONE_IN);

    private final Rows rows;
    private final Map<String, PaymentHistory> histories = new HashMap<>();
    private final Set<String> customers = new HashSet<>();
    private long start = Long.MIN_VALUE;
    private long passed;
    private long untilFull;

    SampledRows(Rows rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public @Nullable Row next() {
        Row row = rows.next();
        if (row != null) {
            note(text(row, "CUSTOMER_ID"), Cells.time(text(row, "TX_DATETIME")), row);
        }
        return row;
    }

    private void note(String customer, long time, Row row) {
        if (start == Long.MIN_VALUE) {
            start = time;
        }
        passed++;
        if (time < start + Workload.WINDOW) {
            untilFull = passed;
        }
        customers.add(customer);
        if (Math.floorMod(customer.hashCode(), ONE_IN) == CHOSEN) {
            histories
                    .computeIfAbsent(customer, name -> new PaymentHistory())
                    .add(text(row, "TRANSACTION_ID"), time, Cells.number(text(row, "TX_AMOUNT")));
        }
    }

    private static String text(Row row, String column) {
        String cell = row.cell(column);
        if (cell == null) {
            throw new BenchException("Row " + row.number() + " has no " + column);
        }
        return cell;
    }

    /** How many rows passed before the longest window was full for the first time. */
    long untilFull() {
        return untilFull;
    }

    /** How many customers there were. */
    long customers() {
        return customers.size();
    }

    /** For each payment of a customer in the sample, by its id, that customer's history. */
    Map<String, PaymentHistory> historyOfPayment() {
        Map<String, PaymentHistory> byPayment = new HashMap<>();
        histories.values().forEach(history -> history.ids().forEach(id -> byPayment.put(id, history)));
        return byPayment;
    }

    @Override
    public void close() {
        rows.close();
    }
}
