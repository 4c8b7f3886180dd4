package io.millrace.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first run of a session, on zeros and empty strings: it pays what a first run costs, and shows what shapes the outputs have in truth. Exporters
 * write shapes that are wrong: CatBoost declares [N] where it gives [N, 1], LightGBM's converter [1] where it gives [N].
 */
final class Warming {
    // A number that hardly stands for anything else in a shape.
    private static final int ROWS = 5;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Warming() {}

    /**
     * Runs a session once.
     *
     * @return the session with the shapes that were found, or as it is where the model fails on zeros, as it may
     * @throws OnnxException when the run doesn't come to an end
     */
    static Session run(String digest, Session session) throws OrtException {
        if (!session.inputs().stream().allMatch(Warming::canBeBuffered)) {
            return session;
        }
        Map<String, OnnxTensor> zeros = new HashMap<>();
        try (CallLimit limit = new CallLimit()) {
            for (OnnxValue input : session.inputs()) {
                zeros.put(input.name(), TensorBuffer.allocate(input, ROWS).tensor(ROWS));
            }
            return run(digest, session, zeros, limit);
        } finally {
            zeros.values().forEach(OnnxTensor::close);
        }
    }

    private static boolean canBeBuffered(OnnxValue input) {
        return ElementType.named(input.type()).isPresent()
                && (input.shape().isEmpty() || input.shape().get(0) == OnnxValue.DYNAMIC);
    }

    private static Session run(String digest, Session session, Map<String, OnnxTensor> zeros, CallLimit limit) {
        Watchdog.shared().watch(limit);
        try (OrtSession.Result result = session.session().run(zeros, limit.begin(LIMIT.toNanos()))) {
            List<OnnxValue> outputs = new ArrayList<>();
            for (OnnxValue declared : session.outputs()) {
                outputs.add(found(declared, result.get(declared.name()).orElse(null)));
            }
            return session.withOutputs(outputs);
        } catch (OrtException e) {
            if (limit.isStopped()) {
                throw new OnnxException(
                        "model " + digest + " can't be used: it took longer than " + LIMIT.toSeconds() + " s for "
                                + ROWS + " rows of zeros; find out why it takes so long",
                        e);
            }
            return session;
        } finally {
            limit.end();
            Watchdog.shared().forget(limit);
        }
    }

    private static OnnxValue found(OnnxValue declared, ai.onnxruntime.@Nullable OnnxValue value) {
        if (value == null || !(value.getInfo() instanceof TensorInfo tensor)) {
            return declared;
        }
        List<Long> shape =
                new ArrayList<>(Arrays.stream(tensor.getShape()).boxed().toList());
        if (!shape.isEmpty() && shape.get(0) == ROWS) {
            shape.set(0, OnnxValue.DYNAMIC);
        }
        return new OnnxValue(declared.name(), declared.type(), shape);
    }
}
