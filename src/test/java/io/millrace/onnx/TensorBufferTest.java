package io.millrace.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TensorBufferTest {
    @Test
    void carriesFloatsWholeNumbersAndStrings() {
        KeptModel kept = new KeptModel("sklearn-pipeline-string");
        try (OnnxModel model = OnnxModel.open(kept.artefact(), kept.digest())) {
            TensorBuffer amount = TensorBuffer.allocate(model.inputs().get(0), 5);
            TensorBuffer count = TensorBuffer.allocate(model.inputs().get(1), 5);
            TensorBuffer country = TensorBuffer.allocate(model.inputs().get(2), 5);
            TensorBuffer label = TensorBuffer.allocate(model.outputs().get(0), 5);
            TensorBuffer probabilities = TensorBuffer.allocate(model.outputs().get(1), 5);
            try (OnnxBatch batch = model.bind(List.of(amount, count, country), List.of(label, probabilities))) {
                for (int from = 0; from < 40; from += 4) {
                    for (int i = 0; i < 4; i++) {
                        amount.floats().put(i, (float) kept.input("transaction.amount", from + i, 0));
                        count.longs().put(i, (long) kept.input("card.count_1d", from + i, 0));
                        country.strings()[i] = kept.text("country", from + i);
                    }
                    batch.run(4);
                    for (int i = 0; i < 4; i++) {
                        double expected = kept.expected("probabilities", from + i, 1);
                        assertThat((double) probabilities.floats().get(2 * i + 1))
                                .isCloseTo(expected, within(KeptModel.tolerance(expected)));
                        assertThat(label.longs().get(i)).isEqualTo(expected > 0.5 ? 1 : 0);
                    }
                }
            }
        }
    }

    @Test
    void givesLabelsThatAreStrings() {
        KeptModel kept = new KeptModel("sklearn-logistic-three");
        List<String> classes = List.of("high", "low", "middle");
        try (OnnxModel model = OnnxModel.open(kept.artefact(), kept.digest())) {
            TensorBuffer vector = TensorBuffer.allocate(model.inputs().get(0), 3);
            TensorBuffer label = TensorBuffer.allocate(model.outputs().get(0), 3);
            TensorBuffer probabilities = TensorBuffer.allocate(model.outputs().get(1), 3);
            try (OnnxBatch batch = model.bind(List.of(vector), List.of(label, probabilities))) {
                for (int i = 0; i < 12; i++) {
                    vector.floats().put(i, (float) kept.input("vector", i / 4, i % 4));
                }
                batch.run(3);
                for (int row = 0; row < 3; row++) {
                    int column = classes.indexOf(label.strings()[row]);
                    for (int other = 0; other < 3; other++) {
                        assertThat(kept.expected("probabilities", row, column))
                                .isGreaterThanOrEqualTo(kept.expected("probabilities", row, other));
                    }
                }
            }
        }
    }

    @Test
    void knowsTheShapesThatOutputsHaveInTruth() {
        assertThat(output("catboost-regressor", 0)).isEqualTo("float[N, 1]");
        assertThat(output("lightgbm", 0)).isEqualTo("int64[N]");
        assertThat(output("torch-embedding", 1)).isEqualTo("float[N, 6]");
    }

    private static String output(String name, int index) {
        KeptModel kept = new KeptModel(name);
        try (OnnxModel model = OnnxModel.open(kept.artefact(), kept.digest())) {
            return model.outputs().get(index).describe();
        }
    }

    @Test
    void refusesWhatIsNoTensorOfAKnownType() {
        assertThatThrownBy(() -> TensorBuffer.allocate(new OnnxValue("x", "sequence", List.of()), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("x is sequence[], which has no buffer");
        TensorBuffer longs = TensorBuffer.allocate(new OnnxValue("x", "int64", List.of(-1L)), 1);
        assertThatThrownBy(longs::floats)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("x is int64[N], not FLOAT");
    }
}
