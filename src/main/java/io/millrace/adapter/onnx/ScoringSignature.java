package io.millrace.adapter.onnx;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problems;
import io.millrace.model.ModelInputs;
import io.millrace.onnx.OnnxValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How a model that fits a pipeline is fed and read.
 *
 * @param inputs all inputs of the model
 * @param score a float or double
 * @param outputs what is wanted beside the score
 */
record ScoringSignature(List<InputColumns> inputs, OutputColumn score, List<OutputColumn> outputs) {
    ScoringSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Whether the model takes the vector as it is: floats [N, width]. */
    boolean takesFloatVector(int width) {
        InputColumns only = inputs.get(0);
        return inputs.size() == 1
                && only.value().type().equals("float")
                && only.features().equals(IntStream.range(0, width).boxed().toList());
    }

    /**
     * Matches what a model declares with what a pipeline gives.
     *
     * @param where the model, for messages
     * @throws DefinitionException with everything that doesn't fit, and the problems that are known already
     */
    static ScoringSignature of(
            String where,
            List<OnnxValue> inputs,
            List<OnnxValue> outputs,
            Map<String, String> metadata,
            ModelInputs given,
            Problems problems) {
        List<InputColumns> columns = new InputMatch(where, given, metadata, problems).match(inputs);
        OutputChoice choice = new OutputChoice(where, outputs, metadata, problems);
        OutputColumn score = choice.score();
        List<OutputColumn> others = choice.others();
        problems.throwIfAny();
        return new ScoringSignature(columns, Objects.requireNonNull(score), others);
    }
}
