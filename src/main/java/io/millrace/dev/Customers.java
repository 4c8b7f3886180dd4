package io.millrace.dev;

import java.util.SplittableRandom;

/** The habits of the customers of a world: how often, where and how much they pay. */
final class Customers {
    private static final int NEARBY = 20;
    private static final double LEAST_MEAN_CENTS = 500;
    private static final double MOST_MEAN_CENTS = 10_000;

    private final double[] paymentsADay;
    private final double[] meanCents;
    private final int[][] nearby;

    Customers(CardWorld world, SplittableRandom random) {
        paymentsADay = new double[world.customers()];
        meanCents = new double[world.customers()];
        nearby = new int[world.customers()][NEARBY];
        double most = 2.0 * world.perDay() / world.customers();
        for (int i = 0; i < world.customers(); i++) {
            paymentsADay[i] = random.nextDouble() * most;
            meanCents[i] = LEAST_MEAN_CENTS + random.nextDouble() * (MOST_MEAN_CENTS - LEAST_MEAN_CENTS);
            for (int j = 0; j < NEARBY; j++) {
                nearby[i][j] = random.nextInt(world.terminals());
            }
        }
    }

    /** A draw from the Poisson distribution of the customer's habit, by Knuth's method. */
    int paymentsToday(int customer, SplittableRandom random) {
        double limit = Math.exp(-paymentsADay[customer]);
        double product = random.nextDouble();
        int payments = 0;
        while (product > limit) {
            product *= random.nextDouble();
            payments++;
        }
        return payments;
    }

    int terminal(int customer, SplittableRandom random) {
        return nearby[customer][random.nextInt(NEARBY)];
    }

    /** At least one cent; spread around the customer's mean by half of it. */
    long cents(int customer, SplittableRandom random) {
        double mean = meanCents[customer];
        double cents = mean + mean / 2 * random.nextGaussian();
        return Math.max(1, Math.round(cents > 0 ? cents : random.nextDouble() * mean * 2));
    }
}
