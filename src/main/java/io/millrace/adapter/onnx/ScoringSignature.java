package io.millrace.adapter.onnx;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.onnx.OnnxModel;
import io.millrace.onnx.OnnxValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The input and the output of a model that fits a pipeline.
 *
 * @param input floats [N, width]
 * @param score floats [N] or [N, 1]
 */
record ScoringSignature(OnnxValue input, OnnxValue score) {
    /** The metadata entry with the fingerprint of the vector that the model was trained on. */
    private static final String FINGERPRINT = "millrace.fingerprint";

    private static final String SCORE = "score";

    int width() {
        return Math.toIntExact(input.shape().get(1));
    }

    /**
     * Checks a model.
     *
     * @throws DefinitionException with everything that doesn't fit
     */
    static ScoringSignature of(OnnxModel model, String fingerprint, int width) {
        Problems problems = new Problems();
        String where = "model " + model.digest();
        checkFingerprint(where, model.metadata().get(FINGERPRINT), fingerprint, problems);
        List<OnnxValue> inputs = model.inputs();
        checkInputs(where, inputs, width, problems);
        Optional<OnnxValue> score = model.outputs().stream()
                .filter(output -> output.name().equals(SCORE))
                .findAny();
        checkScore(where, score, model.outputs(), problems);
        problems.throwIfAny();
        return new ScoringSignature(inputs.get(0), score.orElseThrow());
    }

    private static void checkFingerprint(String where, @Nullable String found, String expected, Problems problems) {
        if (found == null) {
            problems.add(
                    where,
                    "its metadata has no " + FINGERPRINT + ", expected " + expected
                            + "; write the fingerprint of the pipeline's vector into the ONNX file's metadata_props");
        } else if (!found.equals(expected)) {
            problems.add(
                    where,
                    "it was trained for the vector with fingerprint " + found + ", but the pipeline's is " + expected
                            + "; train it again with this definition, or restore the definition that it was trained with");
        }
    }

    private static void checkInputs(String where, List<OnnxValue> inputs, int width, Problems problems) {
        String expected = "expected one, float[N, " + width + "]";
        if (inputs.size() != 1) {
            problems.add(where, "it has the inputs " + describe(inputs) + "; " + expected);
            return;
        }
        OnnxValue input = inputs.get(0);
        List<Long> shape = input.shape();
        if (!input.type().equals("float")) {
            problems.add(
                    where,
                    "its input " + describe(inputs) + " holds no floats; " + expected
                            + "; export it with a float input");
        } else if (shape.size() != 2 || shape.get(1) != width) {
            problems.add(
                    where,
                    "its input " + describe(inputs) + " has another shape than the vector; " + expected
                            + "; the model must take the pipeline's " + width + " inputs in their order");
        } else if (shape.get(0) != OnnxValue.DYNAMIC) {
            problems.add(
                    where,
                    "its input " + describe(inputs) + " has a fixed number of rows; " + expected
                            + "; export it with a dynamic first dimension");
        }
    }

    private static void checkScore(
            String where, Optional<OnnxValue> score, List<OnnxValue> outputs, Problems problems) {
        String expected = "expected float[N, 1] or float[N]";
        if (score.isEmpty()) {
            problems.add(
                    where,
                    "it has no output \"score\" but " + describe(outputs) + "; " + expected
                            + "; name the output that holds the score \"score\"");
        } else if (!score.get().type().equals("float")) {
            problems.add(
                    where,
                    "its output " + describe(List.of(score.get())) + " is no tensor of floats; " + expected
                            + "; export classifiers without ZipMap and name the probability of the positive class \"score\"");
        } else if (!isColumn(score.get().shape())) {
            problems.add(
                    where,
                    "its output " + describe(List.of(score.get())) + " has not one score for each row; " + expected
                            + "; keep the probability of the positive class alone");
        }
    }

    private static boolean isColumn(List<Long> shape) {
        return (shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1)) && shape.get(0) == OnnxValue.DYNAMIC;
    }

    private static String describe(List<OnnxValue> values) {
        return values.stream()
                .map(value -> value.name() + ": " + value.describe())
                .collect(Collectors.joining(", "));
    }
}
