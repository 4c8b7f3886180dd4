package io.millrace.dev;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The size of a world of simulated cards.
 *
 * @param seed of everything random: the same world gives the same rows
 * @param customers how many hold a card
 * @param terminals how many there are to pay at
 * @param perDay transactions a day, on average
 * @param start the first day (UTC)
 */
public record CardWorld(long seed, int customers, int terminals, int perDay, LocalDate start) {
    /** About 2,000 transactions a day of 1,000 customers at 500 terminals. */
    public static final CardWorld SMALL = new CardWorld(42, 1_000, 500, 2_000, LocalDate.of(2024, 1, 1));

    public CardWorld {
        if (customers < 1 || terminals < 1 || perDay < 1) {
            throw new IllegalArgumentException(
                    "A world has at least one customer, terminal and transaction a day; found " + customers + ", "
                            + terminals + " and " + perDay);
        }
    }

    public CardWorld withSeed(long other) {
        return new CardWorld(other, customers, terminals, perDay, start);
    }

    public CardWorld withPerDay(int transactions) {
        return new CardWorld(seed, customers, terminals, transactions, start);
    }

    long startSecond() {
        return start.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    }
}
