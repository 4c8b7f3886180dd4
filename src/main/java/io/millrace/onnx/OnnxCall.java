package io.millrace.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calls of a model with inputs whose shapes differ from one to the next: the tokens of a text, the pixels of an image. Used by one thread at a time; closed before its model.
 *
 * <p>A call holds one text or image. A model that is quantised dynamically scales what it computes by all that is in a call, so that its bits would depend on what a batch holds.
 */
public final class OnnxCall implements AutoCloseable {
    private final OnnxModel model;
    private final String output;
    private final Duration timeout;
    private final CallLimit limit = new CallLimit();

    /**
     * @param output the name of the output that is wanted, a tensor of float
     * @param timeout about how long a call may take
     */
    public OnnxCall(OnnxModel model, String output, Duration timeout) {
        this.model = model;
        this.output = output;
        this.timeout = timeout;
        Watchdog.shared().watch(limit);
    }

    /**
     * Computes the output.
     *
     * @throws OnnxException when ONNX Runtime fails or takes too long
     */
    public ShapedTensor run(List<ShapedTensor> inputs) {
        synchronized (model) {
            Map<String, OnnxTensor> tensors = new HashMap<>();
            try {
                for (ShapedTensor input : inputs) {
                    tensors.put(input.name(), input.tensor());
                }
                return run(tensors);
            } catch (OrtException e) {
                String why = limit.isStopped() ? "took longer than " + timeout.toMillis() + " ms" : e.getMessage();
                throw new OnnxException("model " + model.digest() + " failed on " + inputs + ": " + why, e);
            } finally {
                limit.end();
                tensors.values().forEach(OnnxTensor::close);
            }
        }
    }

    private ShapedTensor run(Map<String, OnnxTensor> tensors) throws OrtException {
        try (OrtSession.Result result = model.run(tensors, Set.of(output), Map.of(), limit.begin(timeout.toNanos()))) {
            return result.get(output)
                    .filter(OnnxTensor.class::isInstance)
                    .map(tensor -> ShapedTensor.of(output, (OnnxTensor) tensor))
                    .orElseThrow(() -> new OnnxException("output " + output + " is no tensor"));
        }
    }

    @Override
    public void close() {
        Watchdog.shared().forget(limit);
        limit.close();
    }
}
