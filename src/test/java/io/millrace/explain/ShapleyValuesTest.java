package io.millrace.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.adapter.onnx.ModelStamp;
import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.trees.GridTrees;
import io.millrace.adapter.trees.TreeContributions;
import io.millrace.explain.ShapleyValues.Score;
import io.millrace.model.Attribution.Method.OfScores;
import io.millrace.model.Attribution.Shares;
import io.millrace.model.ModelDigest;
import io.millrace.model.Prediction;
import io.millrace.model.ServedBy;
import io.millrace.model.ShapleyDefinition;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import io.millrace.onnx.KeptModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contributions from scores are Shapley values by their definition, for any model. */
class ShapleyValuesTest {
    private static final double EXACT = 1e-9;
    private static final double ERRORS = 6;
    private static final String FINGERPRINT = "f00d";

    private static Background background(List<double[]> vectors) {
        return new Background(IntStream.range(0, vectors.size())
                .mapToObj(i -> prediction("p" + i, i, vectors.get(i)))
                .toList());
    }

    static Prediction prediction(String id, long time, double[] vector) {
        return new Prediction(
                id,
                "p",
                "event-" + id,
                time,
                0,
                false,
                1,
                Slot.CHAMPION,
                ServedBy.MODEL,
                "digest",
                FINGERPRINT,
                vector,
                new Trigger("t", 0, time, -1, 1),
                List.of(),
                List.of(),
                "java",
                "transactional");
    }

    private static double[] vector(Random random, int width) {
        return random.doubles(width, -2, 2).toArray();
    }

    private static List<double[]> vectors(Random random, int count, int width) {
        return IntStream.range(0, count).mapToObj(i -> vector(random, width)).toList();
    }

    /** Which differs much from a sum of its inputs. */
    private static double crooked(double[] x) {
        double value = 0;
        for (int i = 0; i < x.length; i++) {
            value += Math.sin((i + 1) * x[i]) * x[(i + 1) % x.length] + (x[i] > 1 ? i : 0);
        }
        return Math.tanh(value / x.length) + x[0] * x[x.length - 1];
    }

    @Property(tries = 50)
    void areShapleyValuesByTheirDefinition(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(6);
        double[] vector = vector(random, width);
        List<double[]> others = vectors(random, 1 + random.nextInt(5), width);
        others.forEach(other -> other[0] = random.nextBoolean() ? vector[0] : other[0]);

        Shares shares =
                new ShapleyValues(ShapleyValuesTest::crooked, vector).shares(background(others), seed, "it is crooked");

        for (int i = 0; i < width; i++) {
            assertThat(shares.values().get(i))
                    .as("seed %s, input %s", seed, i)
                    .isCloseTo(byDefinition(vector, others, i), within(EXACT));
        }
        assertThat(shares.average()).isCloseTo(worth(vector, others, 0), within(EXACT));
        assertThat(shares.margin()).isCloseTo(crooked(vector), within(EXACT));
        OfScores method = (OfScores) shares.method();
        assertThat(method.errors()).containsOnly(0.0);
        assertThat(method.pairs()).isZero();
        assertThat(method.exact()).isEqualTo(others.size());
        assertThat(method.reason()).isEqualTo("it is crooked");
    }

    private static double byDefinition(double[] vector, List<double[]> others, int input) {
        return ShapleyDefinition.value(vector.length, input, set -> worth(vector, others, set));
    }

    /** The mean score where the inputs of a set are the vector's. */
    private static double worth(double[] vector, List<double[]> others, int set) {
        return others.stream()
                .mapToDouble(other -> crooked(IntStream.range(0, vector.length)
                        .mapToDouble(i -> ShapleyDefinition.isIn(set, i) ? vector[i] : other[i])
                        .toArray()))
                .average()
                .orElseThrow();
    }

    @Test
    void ofASampleOfOrdersLieWithinTheirErrorsAndAddUpAllTheSame() throws IOException {
        int width = 12;
        Random random = new Random(5);
        double[] vector = vector(random, width);
        List<double[]> others = vectors(random, 10, width);

        Shares shares = new ShapleyValues(ShapleyValuesTest::crooked, vector).shares(background(others), 1, "");

        OfScores method = (OfScores) shares.method();
        assertThat(method.exact()).isZero();
        assertThat(method.pairs()).isEqualTo(20);
        for (int i = 0; i < width; i++) {
            double error = method.errors().get(i);
            assertThat(error).isPositive().isLessThan(0.2);
            assertThat(shares.values().get(i))
                    .as("input %s", i)
                    .isCloseTo(byDefinition(vector, others, i), within(ERRORS * error));
        }
        assertThat(shares.margin()).isCloseTo(crooked(vector), within(EXACT));
        assertThat(new ShapleyValues(ShapleyValuesTest::crooked, vector).shares(background(others), 1, ""))
                .isEqualTo(shares);
        assertThat(new ShapleyValues(ShapleyValuesTest::crooked, vector).shares(background(others), 2, ""))
                .isNotEqualTo(shares);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 40})
    void ofASumAreEachInputsDistanceFromItsMean(int width) throws IOException {
        Random random = new Random(width);
        double[] weights = vector(random, width);
        double[] vector = vector(random, width);
        List<double[]> others = vectors(random, 30, width);
        Score sum = x -> 7
                + IntStream.range(0, width).mapToDouble(i -> weights[i] * x[i]).sum();

        Shares shares = new ShapleyValues(sum, vector).shares(background(others), 1, "");

        for (int i = 0; i < width; i++) {
            int input = i;
            double mean =
                    others.stream().mapToDouble(other -> other[input]).average().orElseThrow();
            assertThat(shares.values().get(i)).isCloseTo(weights[i] * (vector[i] - mean), within(EXACT));
            assertThat(((OfScores) shares.method()).errors().get(i)).isCloseTo(0, within(EXACT));
        }
    }

    @Test
    void anOrderAndItsReverseMakeUpForEachOtherWhereInputsActInTwos() throws IOException {
        int width = 15;
        Random random = new Random(2);
        double[] vector = vector(random, width);
        Score twos =
                x -> IntStream.range(1, width).mapToDouble(i -> x[i - 1] * x[i]).sum();

        Shares shares = new ShapleyValues(twos, vector).shares(background(vectors(random, 5, width)), 1, "");

        assertThat(((OfScores) shares.method()).exact()).isZero();
        assertThat(((OfScores) shares.method()).errors()).allMatch(error -> error < EXACT);
    }

    @Property(tries = 30)
    void ofTreesAreThoseOfTheTreesThemselvesWhereFeaturesAreIndependent(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        GridTrees trees = new GridTrees(random, 4);
        double[] vector = trees.rows().get(random.nextInt(trees.rows().size()));
        Shares ofTrees = (Shares) TreeContributions.of(trees.onnx(), List.of("a", "b", "c", "d"), vector);
        Background grid = background(trees.rows());

        Shares exact = new ShapleyValues(trees::margin, vector).shares(grid, seed, "");
        Shares sampled = new ShapleyValues(trees::margin, vector, 0).shares(grid, seed, "");

        assertThat(exact.average()).as("seed %s", seed).isCloseTo(ofTrees.average(), within(1e-6));
        for (int i = 0; i < 4; i++) {
            assertThat(exact.values().get(i))
                    .as("seed %s, input %s", seed, i)
                    .isCloseTo(ofTrees.values().get(i), within(1e-6));
            double error = ((OfScores) sampled.method()).errors().get(i);
            assertThat(sampled.values().get(i))
                    .as("seed %s, input %s, sampled", seed, i)
                    .isCloseTo(exact.values().get(i), within(ERRORS * error + 1e-6));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"torch-mlp", "sklearn-logistic"})
    void ofModelsAddUpToTheirScoresAsOnnxRuntimeGivesThem(String name) throws IOException {
        KeptModel kept = new KeptModel(name);
        byte[] artefact =
                new ModelStamp(name, kept.artefact()).fingerprint(FINGERPRINT).toBytes();
        List<double[]> rows = new ArrayList<>();
        for (int row = 0; row < kept.rows(); row++) {
            int of = row;
            rows.add(IntStream.range(0, 4)
                    .mapToDouble(i -> kept.input("vector", of, i))
                    .toArray());
        }
        try (OnnxScorer scorer = OnnxScorer.open(artefact, ModelDigest.of(artefact), FINGERPRINT, 4, 1)) {
            int[] slots = {0, 1, 2, 3};
            Score score = vector -> {
                scorer.put(0, vector, slots);
                scorer.run(1);
                return scorer.score(0);
            };

            Shares shares =
                    new ShapleyValues(score, rows.get(0)).shares(background(rows.subList(1, rows.size())), 1, "");

            assertThat(shares.margin()).isCloseTo(score.of(rows.get(0)), within(EXACT));
            assertThat(shares.values()).doesNotContain(0.0);
            assertThat(shares.isLogOdds()).isFalse();
        }
    }

    @Test
    void ofAVeryLongVectorAreFromFewerVectorsAndTakeABoundedNumberOfScores() throws IOException {
        int width = 1_000;
        Random random = new Random(1);
        AtomicInteger scores = new AtomicInteger();
        Score counted = x -> {
            scores.incrementAndGet();
            return x[0];
        };

        Shares shares = new ShapleyValues(counted, vector(random, width))
                .shares(background(vectors(random, Background.MOST, width)), 1, "");

        assertThat(((OfScores) shares.method()).vectors()).isEqualTo(50);
        assertThat(((OfScores) shares.method()).pairs()).isEqualTo(2);
        assertThat(scores.get()).isLessThanOrEqualTo(200_100);
    }
}
