package io.millrace.adapter.xgboost;

import java.util.Map;
import java.util.TreeMap;

/**
 * How trees are grown; the names are XGBoost's.
 *
 * @param trees the number of boosting rounds
 * @param maxDepth the most splits from a root to a leaf
 * @param eta how much of each tree is taken, in (0, 1]
 * @param minChildWeight the least sum of hessians in a leaf
 * @param seed of everything that is random in training
 */
public record Hyperparameters(int trees, int maxDepth, double eta, double minChildWeight, long seed) {
    /** Fit for tables with a percent of positives, as in card fraud. */
    public static final Hyperparameters DEFAULT = new Hyperparameters(100, 6, 0.1, 1, 1);

    public Hyperparameters {
        if (trees < 1 || maxDepth < 1 || !(eta > 0 && eta <= 1) || !(minChildWeight >= 0)) {
            throw new IllegalArgumentException(
                    "trees " + trees + ", max_depth " + maxDepth + ", eta " + eta + ", min_child_weight "
                            + minChildWeight + "; expected at least 1, at least 1, in (0, 1], at least 0");
        }
    }

    /** As XGBoost takes them and as the model's card shows them. */
    public Map<String, String> byName() {
        Map<String, String> byName = new TreeMap<>();
        byName.put("objective", "binary:logistic");
        byName.put("tree_method", "hist");
        byName.put("num_boost_round", Integer.toString(trees));
        byName.put("max_depth", Integer.toString(maxDepth));
        byName.put("eta", Double.toString(eta));
        byName.put("min_child_weight", Double.toString(minChildWeight));
        byName.put("seed", Long.toString(seed));
        return byName;
    }
}
