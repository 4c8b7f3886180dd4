package io.millrace.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tensors over a batch's buffers. A tensor's shape is fixed, so there is a set of them for each number of rows that
 * occurred. Strings and misdeclared outputs are copied at each run.
 */
final class BoundTensors implements AutoCloseable {
    private final OnnxModel model;
    private final List<TensorBuffer> inputs;
    private final List<TensorBuffer> outputs;
    private final List<TensorBuffer> copiedInputs;
    private final List<TensorBuffer> copiedOutputs;
    private final Set<String> copiedNames;
    private final @Nullable Tensors[] byRows;

    private record Tensors(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {}

    /** The buffers must hold equally many rows. */
    BoundTensors(OnnxModel model, List<TensorBuffer> inputs, List<TensorBuffer> outputs) {
        this.model = model;
        this.inputs = inputs.stream().filter(buffer -> !isText(buffer)).toList();
        this.outputs =
                outputs.stream().filter(buffer -> !model.isCopied(buffer)).toList();
        this.copiedInputs = inputs.stream().filter(BoundTensors::isText).toList();
        this.copiedOutputs = outputs.stream().filter(model::isCopied).toList();
        this.copiedNames =
                copiedOutputs.stream().map(output -> output.value().name()).collect(Collectors.toUnmodifiableSet());
        this.byRows = new Tensors[capacity(inputs, outputs) + 1];
    }

    private static boolean isText(TensorBuffer buffer) {
        return buffer.type() == ElementType.STRING;
    }

    private static int capacity(List<TensorBuffer> inputs, List<TensorBuffer> outputs) {
        List<TensorBuffer> all = new ArrayList<>(inputs);
        all.addAll(outputs);
        List<Integer> capacities =
                all.stream().map(TensorBuffer::capacity).distinct().toList();
        if (capacities.size() != 1) {
            throw new IllegalArgumentException(
                    "the buffers of a batch must hold equally many rows, but hold " + capacities);
        }
        return capacities.get(0);
    }

    int capacity() {
        return byRows.length - 1;
    }

    /** Computes the first rows. */
    void run(int rows, OrtSession.@Nullable RunOptions options) throws OrtException {
        Tensors tensors = tensors(rows);
        if (copiedInputs.isEmpty() && copiedOutputs.isEmpty()) {
            model.run(tensors.inputs, copiedNames, tensors.outputs, options).close();
        } else {
            runWithCopies(rows, tensors, options);
        }
    }

    private void runWithCopies(int rows, Tensors tensors, OrtSession.@Nullable RunOptions options) throws OrtException {
        Map<String, OnnxTensor> copies = tensors(copiedInputs, rows);
        Map<String, OnnxTensor> all = new HashMap<>(tensors.inputs);
        all.putAll(copies);
        try (OrtSession.Result result = model.run(all, copiedNames, tensors.outputs, options)) {
            for (TensorBuffer output : copiedOutputs) {
                output.copy((OnnxTensor) result.get(output.value().name()).orElseThrow());
            }
        } finally {
            copies.values().forEach(OnnxTensor::close);
        }
    }

    private Tensors tensors(int rows) throws OrtException {
        Tensors tensors = byRows[rows];
        if (tensors == null) {
            tensors = new Tensors(tensors(inputs, rows), tensors(outputs, rows));
            byRows[rows] = tensors;
        }
        return tensors;
    }

    private static Map<String, OnnxTensor> tensors(List<TensorBuffer> buffers, int rows) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (TensorBuffer buffer : buffers) {
            tensors.put(buffer.value().name(), buffer.tensor(rows));
        }
        return tensors;
    }

    @Override
    public void close() {
        for (int rows = 0; rows < byRows.length; rows++) {
            Tensors tensors = byRows[rows];
            if (tensors != null) {
                tensors.inputs.values().forEach(OnnxTensor::close);
                tensors.outputs.values().forEach(OnnxTensor::close);
                byRows[rows] = null;
            }
        }
    }
}
