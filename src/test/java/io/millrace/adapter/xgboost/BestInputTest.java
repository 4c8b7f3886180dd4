package io.millrace.adapter.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BestInputTest {
    private static final double NONE = Double.NaN;

    private static Examples examples(double[][] vectors, boolean... positive) {
        Examples examples = new Examples(vectors[0].length);
        for (int row = 0; row < vectors.length; row++) {
            examples.add(vectors[row], positive[row]);
        }
        return examples;
    }

    @Test
    void theOneThatRanksBestIsFoundAlsoWhereLowValuesArePositive() {
        Examples training = examples(new double[][] {{1, 9}, {3, 8}, {2, 2}, {4, 1}}, false, false, true, true);

        BestInput best = BestInput.of(training).orElseThrow();

        assertThat(best).isEqualTo(new BestInput(1, -1, 5));
        assertThat(best.auc(training)).isEqualTo(1);
        assertThat(best.auc(examples(new double[][] {{0, 1}, {0, 2}, {0, 3}}, true, false, true)))
                .isEqualTo(0.5);
    }

    @Test
    void aMissingValueCountsAsTheMean() {
        Examples training = examples(new double[][] {{0}, {NONE}, {10}}, false, false, true);
        BestInput best = BestInput.of(training).orElseThrow();

        assertThat(best).isEqualTo(new BestInput(0, 1, 5));
        assertThat(best.auc(examples(new double[][] {{4}, {NONE}, {6}}, false, true, false)))
                .isEqualTo(0.5);
    }

    @Test
    void noneIsBetterThanChance() {
        assertThat(BestInput.of(examples(new double[][] {{1, NONE}, {1, NONE}}, false, true)))
                .isEmpty();
    }
}
