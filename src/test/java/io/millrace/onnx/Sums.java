package io.millrace.onnx;

import java.nio.FloatBuffer;
import java.util.List;

/** A batch of a model with one input and one output of floats. */
final class Sums implements AutoCloseable {
    final OnnxBatch batch;
    final FloatBuffer from;
    private final FloatBuffer to;

    Sums(OnnxModel model, int capacity) {
        TensorBuffer input = TensorBuffer.allocate(model.inputs().get(0), capacity);
        TensorBuffer output = TensorBuffer.allocate(model.outputs().get(0), capacity);
        this.batch = model.bind(List.of(input), List.of(output));
        this.from = input.floats();
        this.to = output.floats();
    }

    float[] all() {
        float[] all = new float[to.capacity()];
        to.get(0, all);
        return all;
    }

    @Override
    public void close() {
        batch.close();
    }
}
