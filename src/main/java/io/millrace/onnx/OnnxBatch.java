package io.millrace.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model bound to one buffer that it reads and one that it writes. Used by one thread at a time; closed before its model.
 *
 * <p>A tensor's shape is fixed, so there is a pair of tensors over the same two buffers for each number of rows that
 * occurred.
 */
public final class OnnxBatch implements AutoCloseable {
    private final OnnxModel model;
    private final OnnxValue input;
    private final OnnxValue output;
    private final FloatBuffer from;
    private final FloatBuffer to;
    private final int width;
    private final @Nullable Tensors[] byRows;
    private boolean closed;

    record Tensors(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

    OnnxBatch(OnnxModel model, OnnxValue input, OnnxValue output, FloatBuffer from, FloatBuffer to) {
        this.model = model;
        this.input = input;
        this.output = output;
        this.from = from;
        this.to = to;
        this.width = Math.toIntExact(input.shape().get(1));
        int capacity = to.capacity();
        if (!from.isDirect() || !to.isDirect() || from.capacity() != capacity * width) {
            throw new IllegalArgumentException("buffers of " + from.capacity() + " and " + capacity
                    + " floats; both must be direct and the first hold " + width + " floats for each of the second");
        }
        this.byRows = new Tensors[capacity + 1];
    }

    /**
     * Computes the output of the first {@code rows} rows.
     *
     * @throws OnnxException when ONNX Runtime fails; the output buffer's content is then undefined
     */
    public void run(int rows) {
        if (rows < 1 || rows >= byRows.length) {
            throw new IllegalArgumentException(rows + " rows; a batch has 1 to " + (byRows.length - 1));
        }
        try {
            synchronized (model) {
                model.run(tensors(rows));
            }
        } catch (OrtException e) {
            throw new OnnxException(
                    "model " + model.digest() + " failed on a batch of " + rows + ": " + e.getMessage(), e);
        }
    }

    private Tensors tensors(int rows) throws OrtException {
        if (closed) {
            throw new OnnxException("the batch of model " + model.digest() + " is closed");
        }
        Tensors tensors = byRows[rows];
        if (tensors == null) {
            tensors = new Tensors(
                    Map.of(input.name(), tensor(from, new long[] {rows, width})),
                    Map.of(
                            output.name(),
                            tensor(to, output.shape().size() == 1 ? new long[] {rows} : new long[] {rows, 1})));
            byRows[rows] = tensors;
        }
        return tensors;
    }

    private static OnnxTensor tensor(FloatBuffer buffer, long[] shape) throws OrtException {
        int floats = Math.toIntExact(shape.length == 1 ? shape[0] : shape[0] * shape[1]);
        return OnnxTensor.createTensor(
                SharedSessions.environment(), buffer.duplicate().clear().limit(floats), shape);
    }

    /** Frees the tensors, after a run that is under way; the buffers are the caller's. */
    @Override
    public void close() {
        synchronized (model) {
            closed = true;
            for (int rows = 0; rows < byRows.length; rows++) {
                free(byRows[rows]);
                byRows[rows] = null;
            }
        }
    }

    private static void free(@Nullable Tensors tensors) {
        if (tensors != null) {
            tensors.inputs.values().forEach(OnnxTensor::close);
            tensors.outputs.values().forEach(OnnxTensor::close);
        }
    }
}
