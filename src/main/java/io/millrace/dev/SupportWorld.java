package io.millrace.dev;

import java.time.LocalDate;

/**
 * The size of a world of simulated tickets.
 *
 * @param seed of everything random: the same world gives the same rows
 * @param customers who may ask for help
 * @param perDay tickets a day
 * @param days how many days there are
 * @param start the first day (UTC)
 */
public record SupportWorld(long seed, int customers, int perDay, int days, LocalDate start) {
    /** 80 tickets a day of 300 customers, for 40 days. */
    public static final SupportWorld SMALL = new SupportWorld(42, 300, 80, 40, LocalDate.of(2024, 1, 1));

    public SupportWorld {
        if (customers < 1 || perDay < 1 || days < 1) {
            throw new IllegalArgumentException("A world has at least one customer, ticket a day and day; found "
                    + customers + ", " + perDay + " and " + days);
        }
    }
}
