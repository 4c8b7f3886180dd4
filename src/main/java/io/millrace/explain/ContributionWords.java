package io.millrace.explain;

import io.millrace.model.Attribution.Method;
import io.millrace.model.Attribution.Shares;
import java.util.Locale;

/** What contributions say, for people. */
public final class ContributionWords {
    private ContributionWords() {}

    /** A few sentences: between which numbers the contributions lie, and how they were computed. */
    public static String of(Shares shares) {
        String ends = String.format(
                Locale.ROOT,
                "%.6f (%s); with these features it says %.6f.",
                shares.average(),
                shares.isLogOdds() ? "log-odds" : "score",
                shares.margin());
        if (shares.method() instanceof Method.OfScores scores) {
            return "On average over " + scores.vectors() + " other predictions of "
                    + ExplainedJson.instant(scores.from()) + " to " + ExplainedJson.instant(scores.to())
                    + ", the model says " + ends + " " + computed(scores);
        }
        return "On average over the rows that the model was trained on, it says " + ends
                + " Each contribution is an exact Shapley value of its trees (path-dependent).";
    }

    private static String computed(Method.OfScores scores) {
        return "Each contribution is a Shapley value (interventional), from the model's scores of vectors between this one and those: "
                + (scores.pairs() == 0
                        ? "all sets of features were tried, so it is exact for them."
                        : scores.pairs() + " pairs of orders of the features were tried for each of "
                                + (scores.vectors() - scores.exact())
                                + " of them, all sets for the others; +- is the standard error of that.")
                + " The model itself does not show it: " + scores.reason() + ".";
    }
}
