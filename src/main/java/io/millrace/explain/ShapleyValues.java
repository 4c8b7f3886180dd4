package io.millrace.explain;

import io.millrace.model.Attribution.Method;
import io.millrace.model.Attribution.Shares;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What each number of a vector contributed to a score, for any model, from its scores alone: interventional Shapley values (Štrumbelj, Kononenko: Explaining Prediction Models and Individual
 * Predictions with Feature Contributions; Janzing, Minorics, Blöbaum: Feature Relevance Quantification in Explainable AI).
 *
 * <p>The game: of a set of features, the value is the mean score over the background of vectors that have these features from the explained vector and the others from the background's. For
 * each vector of the background only those features play that differ; where they are few, all sets are tried. Where they are many, random orders are, each with its reverse (Mitchell, Cooper,
 * Frank, Holmes: Sampling Permutations for Shapley Value Estimation): features are put into the background's vector one after the other, and each has what the score changes by. So in any case
 * the values add up to the score less the background's average, but for rounding.
 */
final class ShapleyValues {
    /** So many features that differ are tried in all sets. */
    private static final int FEW = 10;

    /** The most scores of one explanation where features are not too many for it. */
    private static final int MOST_SCORES = 200_000;

    private static final int FEWEST_VECTORS = 10;
    private static final int FEWEST_PAIRS = 2;
    private static final int MOST_PAIRS = 20;

    private final Score score;
    private final double[] vector;
    private final int few;
    private final double[] sums;
    private final double[] variances;

    /** Scores a vector. */
    @FunctionalInterface
    interface Score {
        double of(double[] vector) throws IOException;
    }

    ShapleyValues(Score score, double[] vector) {
        this(score, vector, FEW);
    }

    /** @param few how many features that differ are tried in all sets */
    ShapleyValues(Score score, double[] vector, int few) {
        this.score = score;
        this.vector = vector;
        this.few = few;
        this.sums = new double[vector.length];
        this.variances = new double[vector.length];
    }

    /**
     * Computes them.
     *
     * @param all not empty
     * @param seed where the random orders come from
     * @param reason why they are computed from scores
     */
    Shares shares(Background all, long seed, String reason) throws IOException {
        long steps = Math.max(1, vector.length - 1);
        Background background = all.first((int) Math.max(FEWEST_VECTORS, MOST_SCORES / (steps * 2 * FEWEST_PAIRS)));
        int vectors = background.predictions().size();
        int pairs = (int) Math.max(FEWEST_PAIRS, Math.min(MOST_PAIRS, MOST_SCORES / (steps * 2 * vectors)));
        Random random = new Random(seed);
        double own = score.of(vector);
        double total = 0;
        int exact = 0;
        for (Prediction other : background.predictions()) {
            double[] from = other.vector();
            int[] differing = differing(from);
            double before = score.of(from);
            total += before;
            if (differing.length <= few) {
                exact++;
                trySets(from, differing);
            } else {
                tryOrders(new Walk(from, before, own), differing, pairs, random);
            }
        }
        Method method = new Method.OfScores(
                reason,
                background.from(),
                background.to(),
                background.hash(),
                vectors,
                exact,
                exact == vectors ? 0 : pairs,
                list(Arrays.stream(variances).map(variance -> Math.sqrt(variance) / vectors)));
        return new Shares(total / vectors, list(Arrays.stream(sums).map(sum -> sum / vectors)), false, method);
    }

    private static List<Double> list(DoubleStream values) {
        return values.boxed().toList();
    }

    private int[] differing(double[] from) {
        return IntStream.range(0, vector.length)
                .filter(i -> Double.doubleToLongBits(vector[i]) != Double.doubleToLongBits(from[i]))
                .toArray();
    }

    private void trySets(double[] from, int[] players) throws IOException {
        double[] scores = new double[1 << players.length];
        for (int set = 0; set < scores.length; set++) {
            double[] between = from.clone();
            for (int i = 0; i < players.length; i++) {
                if (isIn(i, set)) {
                    between[players[i]] = vector[players[i]];
                }
            }
            scores[set] = score.of(between);
        }
        double[] weights = weights(players.length);
        for (int i = 0; i < players.length; i++) {
            for (int set = 0; set < scores.length; set++) {
                if (!isIn(i, set)) {
                    sums[players[i]] += weights[Integer.bitCount(set)] * (scores[set | 1 << i] - scores[set]);
                }
            }
        }
    }

    private static boolean isIn(int player, int set) {
        return (set >> player & 1) == 1;
    }

    /** For the size of a set without a player, the share of orders in which just that set comes before the player. */
    private static double[] weights(int players) {
        double[] weights = new double[players];
        for (int size = 0; size < players; size++) {
            weights[size] = size == 0 ? 1.0 / players : weights[size - 1] * size / (players - size);
        }
        return weights;
    }

    private void tryOrders(Walk walk, int[] players, int pairs, Random random) throws IOException {
        double[] means = new double[vector.length];
        double[] squares = new double[vector.length];
        int[] order = players.clone();
        for (int pair = 1; pair <= pairs; pair++) {
            shuffle(order, random);
            double[] steps = new double[vector.length];
            walk.add(order, steps);
            walk.add(reversed(order), steps);
            for (int player : players) {
                double away = steps[player] / 2 - means[player];
                means[player] += away / pair;
                squares[player] += away * (steps[player] / 2 - means[player]);
            }
        }
        for (int player : players) {
            sums[player] += means[player];
            variances[player] += squares[player] / (pairs - 1) / pairs;
        }
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
    }

    private static int[] reversed(int[] order) {
        return IntStream.range(0, order.length)
                .map(i -> order[order.length - 1 - i])
                .toArray();
    }

    /** The way from a vector of the background to the explained one, with the scores at both ends. */
    private final class Walk {
        private final double[] from;
        private final double before;
        private final double own;

        Walk(double[] from, double before, double own) {
            this.from = from;
            this.before = before;
            this.own = own;
        }

        /** Adds for each feature what the score changes by when it is put in, in an order. */
        void add(int[] order, double[] steps) throws IOException {
            double[] between = from.clone();
            double last = before;
            for (int i = 0; i < order.length; i++) {
                between[order[i]] = vector[order[i]];
                double now = i == order.length - 1 ? own : score.of(between);
                steps[order[i]] += now - last;
                last = now;
            }
        }
    }
}
