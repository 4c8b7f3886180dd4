package io.millrace.model;

import java.util.List;

/** What each input of a model contributed to the score of one vector. */
public sealed interface Attribution {
    /**
     * Shapley values: how much each input moves the margin away from what it is on average. The average and all values add up to the margin.
     *
     * @param average the margin on average over what the method says
     * @param values one for each feature of the vector, in its order; 0 for one that the model does not take
     * @param isLogOdds whether the margin is the logarithm of the odds, so that the score is its logistic; otherwise the margin is the score
     * @param method how they were computed
     */
    record Shares(double average, List<Double> values, boolean isLogOdds, Method method) implements Attribution {
        public Shares {
            values = List.copyOf(values);
        }

        /** The margin of the vector. */
        public double margin() {
            return average + values.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** How shares were computed. */
    sealed interface Method {
        /** From the trees of the model, exactly; the average is over the rows that it was trained on. */
        record OfTrees() implements Method {}

        /**
         * From the model's scores of vectors between this one and vectors of other predictions; the average is over these.
         *
         * @param reason why not from the model itself, to follow a colon
         * @param from event time of the earliest of the other predictions, in epoch milliseconds
         * @param to event time of the latest
         * @param hash of the ids of the other predictions: the same for the same ones
         * @param vectors how many other predictions there are
         * @param exact for how many of them all sets of features were tried
         * @param pairs how many pairs of an order of the features and its reverse were tried for each of the others
         * @param errors the standard error of each value, as against all orders; 0 where all sets were tried
         */
        record OfScores(
                String reason, long from, long to, String hash, int vectors, int exact, int pairs, List<Double> errors)
                implements Method {
            public OfScores {
                errors = List.copyOf(errors);
            }
        }
    }

    /**
     * Nothing can be said.
     *
     * @param reason to follow a colon
     */
    record Unavailable(String reason) implements Attribution {}
}
