package io.millrace.adapter.onnx;

import io.millrace.onnx.OnnxValue;
import java.util.List;

/**
 * An input of a model and the features that it takes.
 *
 * @param features positions in the vector, one for each column of the input
 */
record InputColumns(OnnxValue value, List<Integer> features) {
    InputColumns {
        features = List.copyOf(features);
    }
}
