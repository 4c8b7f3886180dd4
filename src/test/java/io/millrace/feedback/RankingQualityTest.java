package io.millrace.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingQualityTest {
    @Test
    void knowsTheTextbookExample() {
        RankingQuality quality =
                new RankingQuality(new float[] {0.1f, 0.4f, 0.35f, 0.8f}, new boolean[] {false, false, true, true});

        assertThat(quality.auc()).isEqualTo(0.75);
        assertThat(quality.averagePrecision()).isCloseTo(0.8333333333333333, within(1e-15));
    }

    @Test
    void countsTiesAsHalf() {
        assertThat(new RankingQuality(new float[] {0.5f, 0.5f, -0f, 0f}, new boolean[] {true, false, true, false})
                        .auc())
                .isEqualTo(0.5);
    }

    @Test
    void countsDecisionsFromTheThresholdOn() {
        RankingQuality.Decisions decisions = new RankingQuality(
                        new float[] {0.5f, 0.7f, 0.9f, 0.2f}, new boolean[] {true, false, true, true})
                .at(0.5);

        assertThat(decisions).isEqualTo(new RankingQuality.Decisions(2, 1, 1));
        assertThat(decisions.precision()).isEqualTo(2 / 3.0);
        assertThat(decisions.recall()).isEqualTo(2 / 3.0);
    }

    @Test
    void boundsTheLossOfACertainScoreThatIsWrong() {
        assertThat(new RankingQuality(new float[] {1f}, new boolean[] {false}).logLoss())
                .isCloseTo(24 * Math.log(2), within(1e-9));
    }

    @Test
    void isUndefinedWithoutBothClasses() {
        RankingQuality onlyNegatives = new RankingQuality(new float[] {0.1f, 0.2f}, new boolean[2]);

        assertThat(onlyNegatives.auc()).isNaN();
        assertThat(onlyNegatives.averagePrecision()).isNaN();
        assertThat(onlyNegatives.at(0.5).precision()).isNaN();
        assertThat(new RankingQuality(new float[0], new boolean[0]).logLoss()).isNaN();
    }

    @Test
    void refusesScoresThatAreNoNumbers() {
        assertThatThrownBy(() -> new RankingQuality(new float[] {0, Float.NaN}, new boolean[2]))
                .hasMessage("score NaN in row 1 is not finite");
        assertThatThrownBy(() -> new RankingQuality(new float[1], new boolean[2]))
                .hasMessage("1 scores and 2 labels");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void equalsTheDefinitions(long seed) {
        Random random = new Random(seed);
        int rows = 2 + random.nextInt(300);
        int levels = 1 + random.nextInt(100);
        float[] scores = new float[rows];
        boolean[] positive = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = random.nextInt(levels + 1) / (float) levels;
            positive[row] = random.nextFloat() < (0.2 + scores[row]) / 2;
        }
        positive[0] = true;
        positive[1] = false;
        RankingQuality quality = new RankingQuality(scores, positive);

        assertThat(quality.auc()).isEqualTo(naiveAuc(scores, positive));
        assertThat(quality.averagePrecision()).isCloseTo(naiveAveragePrecision(scores, positive), within(1e-12));
        assertThat(quality.logLoss()).isCloseTo(naiveLogLoss(scores, positive), within(1e-12));
    }

    /** Over all pairs of a positive and a negative. */
    private static double naiveAuc(float[] scores, boolean[] positive) {
        double won = 0;
        long pairs = 0;
        for (int p = 0; p < scores.length; p++) {
            for (int n = 0; n < scores.length; n++) {
                if (positive[p] && !positive[n]) {
                    pairs++;
                    won += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
                }
            }
        }
        return won / pairs;
    }

    /** The precision of "at least this score", at each positive's score. */
    private static double naiveAveragePrecision(float[] scores, boolean[] positive) {
        double sum = 0;
        int positives = 0;
        for (int p = 0; p < scores.length; p++) {
            if (positive[p]) {
                positives++;
                double above = 0;
                double hits = 0;
                for (int row = 0; row < scores.length; row++) {
                    if (scores[row] >= scores[p]) {
                        above++;
                        hits += positive[row] ? 1 : 0;
                    }
                }
                sum += hits / above;
            }
        }
        return sum / positives;
    }

    private static double naiveLogLoss(float[] scores, boolean[] positive) {
        double sum = 0;
        for (int row = 0; row < scores.length; row++) {
            double given = positive[row] ? scores[row] : 1 - (double) scores[row];
            sum -= Math.log(Math.max(given, 0x1p-24));
        }
        return sum / scores.length;
    }
}
