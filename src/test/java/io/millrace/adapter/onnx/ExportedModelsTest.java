package io.millrace.adapter.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.config.DefinitionException;
import io.millrace.model.ModelDigest;
import io.millrace.model.ModelInputs;
import io.millrace.onnx.KeptModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models as scikit-learn, XGBoost, LightGBM, CatBoost and PyTorch export them give what those frameworks compute. */
class ExportedModelsTest {
    private static final String FINGERPRINT = "f00d";
    private static final List<String> FOUR = List.of("a.one", "a.two", "a.three", "a.four");
    private static final int[] IN_ORDER = {0, 1, 2, 3};
    private static final int CAPACITY = 7;

    @ParameterizedTest
    @CsvSource({
        "sklearn-logistic, vector, probabilities, 1",
        "sklearn-forest, vector, probabilities, 1",
        "sklearn-histogram-boosting, vector, probabilities, 1",
        "sklearn-linear-double, vector, variable, 0",
        "xgboost, vector, probabilities, 1",
        "lightgbm, vector, probabilities, 1",
        "catboost-regressor, features, predictions, 0",
        "torch-mlp, vector, score, 0",
        "torch-embedding, vector, score, 0",
    })
    void scoresTheVectorAsItsFrameworkDoes(String name, String input, String output, int column) {
        KeptModel kept = new KeptModel(name);
        assertScores(kept, stamp(kept), input, output, column);
    }

    @Test
    void takesDoublesAsTheyAre() {
        KeptModel kept = new KeptModel("sklearn-linear-double");
        byte[] artefact = stamp(kept).outputs(List.of("variable")).toBytes();
        try (OnnxScorer scorer = open(artefact, FOUR)) {
            scorer.put(0, row(kept, "vector", 3), IN_ORDER);
            scorer.run(1);
            double expected = kept.expected("variable", 3, 0);
            assertThat(scorer.output(0, 0)).isCloseTo(expected, within(1e-14));

            for (int i = 0; i < 4; i++) {
                scorer.input().put(i, (float) row(kept, "vector", 3)[i]);
            }
            scorer.run(1);
            assertThat(scorer.output(0, 0))
                    .as("floats were narrowed")
                    .isNotCloseTo(expected, within(1e-12))
                    .isCloseTo(expected, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"sklearn-logistic-zipmap, vector, output_probability", "catboost-classifier, features, probabilities"})
    void refusesMapsAndTakesThemOffWhenStamped(String name, String input, String output) {
        KeptModel kept = new KeptModel(name);
        assertThatThrownBy(() -> open(kept.artefact(), FOUR))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("its output " + output + ": sequence[] is no tensor; export classifiers with"
                        + " zipmap=False, or let millrace models stamp take the ZipMap off");

        ModelStamp stamp = stamp(kept);
        assertThat(stamp.isZipped()).isTrue();
        assertScores(kept, stamp, input, "probabilities", 1);
    }

    @Test
    void takesThePositiveClassByItsLabel() {
        KeptModel kept = new KeptModel("sklearn-logistic-three");
        assertScores(kept, stamp(kept).positive("high"), "vector", "probabilities", 0);
        assertScores(kept, stamp(kept).positive("middle"), "vector", "probabilities", 2);
        assertThatThrownBy(() -> stamp(kept).positive("midle"))
                .hasMessage("sklearn-logistic-three: \"midle\" is no class of this model; did you mean \"middle\"?");
        assertRefused(
                stamp(kept),
                "its output probabilities: float[N, 3] has 3 columns, and which is the score can't be told; say it with"
                        + " millrace models stamp --positive LABEL, or its column from 0 where the model has no labels");
    }

    @Test
    void takesATargetOfSeveral() {
        KeptModel kept = new KeptModel("sklearn-linear-targets");
        assertScores(kept, stamp(kept).positive("2"), "vector", "variable", 2);
        assertThatThrownBy(() -> stamp(kept).positive("third"))
                .hasMessage(
                        "sklearn-linear-targets: it has no class labels, so that \"third\" can't be looked up; give the"
                                + " column of the positive class, from 0");
        assertRefused(
                stamp(kept).positive("3"),
                "its metadata says millrace.positive=3, expected a column of variable: float[N, 3], from 0; stamp it again");
    }

    @Test
    void givesWhatIsWantedBesideTheScore() {
        KeptModel kept = new KeptModel("torch-embedding");
        byte[] artefact = stamp(kept).outputs(List.of("embedding")).toBytes();
        try (OnnxScorer scorer = open(artefact, FOUR)) {
            assertThat(scorer.outputs())
                    .containsExactly(
                            "embedding[0]",
                            "embedding[1]",
                            "embedding[2]",
                            "embedding[3]",
                            "embedding[4]",
                            "embedding[5]");
            scorer.put(0, row(kept, "vector", 8), IN_ORDER);
            scorer.put(1, row(kept, "vector", 9), IN_ORDER);
            scorer.run(2);
            for (int i = 0; i < 2; i++) {
                assertClose(scorer.score(i), kept.expected("score", 8 + i, 0));
                for (int column = 0; column < 6; column++) {
                    assertClose(scorer.output(i, column), kept.expected("embedding", 8 + i, column));
                }
            }
        }
    }

    @Test
    void givesLabelsOfAClassifier() {
        KeptModel kept = new KeptModel("lightgbm");
        byte[] artefact = stamp(kept).outputs(List.of("label")).toBytes();
        try (OnnxScorer scorer = open(artefact, FOUR)) {
            assertThat(scorer.outputs()).containsExactly("label");
            for (int row = 0; row < CAPACITY; row++) {
                scorer.put(row, row(kept, "vector", row), IN_ORDER);
            }
            scorer.run(CAPACITY);
            for (int row = 0; row < CAPACITY; row++) {
                assertThat(scorer.output(row, 0)).isEqualTo(scorer.score(row) > 0.5 ? 1 : 0);
            }
        }
    }

    @Test
    void feedsInputsThatAreNamedAsFeatures() {
        KeptModel kept = new KeptModel("sklearn-pipeline-columns");
        List<String> features = List.of("card.count_1d", "transaction.night", "card.other", "transaction.amount");
        List<String> columns = List.of("card.count_1d", "transaction.night", "card.count_1d", "transaction.amount");
        try (OnnxScorer scorer = open(stamp(kept).toBytes(), features)) {
            for (int row = 0; row < kept.rows(); row++) {
                double[] values = new double[4];
                for (int i = 0; i < 4; i++) {
                    values[i] = kept.input(columns.get(i), row, 0);
                    scorer.input().put(i, (float) values[i]);
                }
                scorer.run(1);
                assertClose(scorer.score(0), kept.expected("probabilities", row, 1));
                scorer.put(0, values, IN_ORDER);
                scorer.run(1);
                assertClose(scorer.score(0), kept.expected("probabilities", row, 1));
            }
        }
    }

    @Test
    void feedsInputsThatTakeGroups() {
        KeptModel kept = new KeptModel("torch-two-inputs");
        List<String> features = List.of("hour", "a.one", "a.two", "a.three");
        byte[] artefact =
                stamp(kept).input("spend", List.of("a.one", "a.two", "a.three")).toBytes();
        try (OnnxScorer scorer = open(artefact, features)) {
            for (int row = 0; row < kept.rows(); row++) {
                double[] values = {
                    kept.input("spend", row, 0),
                    kept.input("spend", row, 1),
                    kept.input("spend", row, 2),
                    kept.input("hour", row, 0)
                };
                scorer.put(0, values, new int[] {3, 0, 1, 2});
                scorer.run(1);
                assertClose(scorer.score(0), kept.expected("score", row, 0));
            }
        }
    }

    @Test
    void refusesStringsAndUnknownNamesAtOnce() {
        KeptModel kept = new KeptModel("sklearn-pipeline-string");
        assertThatThrownBy(() -> open(stamp(kept).toBytes(), List.of("transaction.amont", "card.count_1d", "country")))
                .isInstanceOfSatisfying(DefinitionException.class, e -> assertThat(e.problems())
                        .extracting(problem -> problem.what())
                        .containsExactly(
                                "its input transaction_amount: float[N, 1] is no feature of the vector; did you mean"
                                        + " \"transaction.amont\"?; name each input as its feature, or write into the metadata"
                                        + " which features it takes, as millrace models stamp --input NAME=FEATURE,FEATURE does",
                                "its input country: string[N, 1] takes strings, and features are numbers; declare the feature"
                                        + " with \"categories\", whose value is the position in that list, train on it and export"
                                        + " the model with an int64 or float input"));
    }

    private static void assertScores(KeptModel kept, ModelStamp stamp, String input, String output, int column) {
        try (OnnxScorer scorer = open(stamp.toBytes(), FOUR)) {
            for (int from = 0; from < kept.rows(); from += CAPACITY) {
                int rows = Math.min(CAPACITY, kept.rows() - from);
                for (int i = 0; i < rows; i++) {
                    scorer.put(i, row(kept, input, from + i), IN_ORDER);
                }
                scorer.run(rows);
                for (int i = 0; i < rows; i++) {
                    assertClose(scorer.score(i), kept.expected(output, from + i, column));
                }
            }
        }
    }

    private static void assertClose(double found, double expected) {
        assertThat(found).isCloseTo(expected, within(KeptModel.tolerance(expected)));
    }

    private static void assertRefused(ModelStamp stamp, String what) {
        byte[] artefact = stamp.toBytes();
        assertThatThrownBy(() -> open(artefact, FOUR))
                .isInstanceOf(DefinitionException.class)
                .hasMessage("model " + ModelDigest.of(artefact) + ": " + what);
    }

    private static double[] row(KeptModel kept, String input, int row) {
        double[] values = new double[4];
        for (int i = 0; i < 4; i++) {
            values[i] = kept.input(input, row, i);
        }
        return values;
    }

    private static ModelStamp stamp(KeptModel kept) {
        return new ModelStamp(kept.name(), kept.artefact()).fingerprint(FINGERPRINT);
    }

    private static OnnxScorer open(byte[] artefact, List<String> features) {
        return OnnxScorer.open(
                artefact, ModelDigest.of(artefact), new ModelInputs(FINGERPRINT, features), CAPACITY, null);
    }
}
