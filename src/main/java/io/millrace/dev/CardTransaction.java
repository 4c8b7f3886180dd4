package io.millrace.dev;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A simulated transaction.
 *
 * @param id from 0, without gaps
 * @param second when, in seconds since 1970 (UTC)
 * @param customer who paid
 * @param terminal where
 * @param cents how much
 * @param scenario 0 where it is genuine; else the kind of fraud, as {@link SimulatedCards} tells
 */
public record CardTransaction(long id, long second, int customer, int terminal, long cents, int scenario) {
    /** The columns of {@link #cells}, in their order. */
    public static final List<String> COLUMNS = List.of(
            "TRANSACTION_ID",
            "TX_DATETIME",
            "CUSTOMER_ID",
            "TERMINAL_ID",
            "TX_AMOUNT",
            "TX_FRAUD",
            "TX_FRAUD_SCENARIO");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    public boolean fraud() {
        return scenario != 0;
    }

    /** The transaction as a row of a CSV file. */
    public List<String> cells() {
        return List.of(
                Long.toString(id),
                LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).format(TIME),
                Integer.toString(customer),
                Integer.toString(terminal),
                amount(),
                fraud() ? "1" : "0",
                Integer.toString(scenario));
    }

    private String amount() {
        long rest = cents % 100;
        return cents / 100 + "." + rest / 10 + rest % 10;
    }
}
