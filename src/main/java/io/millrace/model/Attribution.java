package io.millrace.model;

import java.util.List;

/** What each input of a model contributed to the score of one vector. */
public sealed interface Attribution {
    /**
     * Shapley values: how much each input moves the margin away from what it is on average over the training rows. The average and all values add up to the margin.
     *
     * @param average the margin on average
     * @param values one for each feature of the vector, in its order; 0 for one that the model does not take
     * @param isLogOdds whether the margin is the logarithm of the odds, so that the score is its logistic; otherwise the margin is the score
     */
    record Shares(double average, List<Double> values, boolean isLogOdds) implements Attribution {
        public Shares {
            values = List.copyOf(values);
        }

        /** The margin of the vector. */
        public double margin() {
            return average + values.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /**
     * Nothing can be said.
     *
     * @param reason to follow a colon
     */
    record Unavailable(String reason) implements Attribution {}
}
