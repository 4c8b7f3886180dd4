package io.millrace.onnx;

import ai.onnxruntime.OrtException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model bound to the buffers that it reads and writes. Used by one thread at a time; closed before its model. */
public final class OnnxBatch implements AutoCloseable {
    private final OnnxModel model;
    private final BoundTensors tensors;
    private @Nullable CallLimit limit;
    private boolean closed;

    OnnxBatch(OnnxModel model, List<TensorBuffer> inputs, List<TensorBuffer> outputs) {
        this.model = model;
        this.tensors = new BoundTensors(model, inputs, outputs);
    }

    /**
     * Computes the outputs of the first {@code rows} rows.
     *
     * @throws OnnxException when ONNX Runtime fails; the outputs are then undefined
     */
    public void run(int rows) {
        synchronized (model) {
            check(rows);
            try {
                tensors.run(rows, null);
            } catch (OrtException e) {
                throw failed(rows, e);
            }
        }
    }

    /**
     * The same for at most about so long: a call that takes longer is stopped when the operator that it is in has ended.
     *
     * @throws OnnxException when ONNX Runtime fails or was stopped; the outputs are then undefined
     */
    public void run(int rows, Duration timeout) {
        synchronized (model) {
            check(rows);
            CallLimit limited = limit();
            try {
                tensors.run(rows, limited.begin(timeout.toNanos()));
            } catch (OrtException e) {
                throw limited.isStopped() ? stopped(rows, timeout, e) : failed(rows, e);
            } finally {
                limited.end();
            }
        }
    }

    private CallLimit limit() {
        CallLimit limited = limit;
        if (limited == null) {
            limited = new CallLimit();
            limit = limited;
            Watchdog.shared().watch(limited);
        }
        return limited;
    }

    private void check(int rows) {
        if (rows < 1 || rows > tensors.capacity()) {
            throw new IllegalArgumentException(rows + " rows; a batch has 1 to " + tensors.capacity());
        }
        if (closed) {
            throw new OnnxException("the batch of model " + model.digest() + " is closed");
        }
    }

    private OnnxException failed(int rows, OrtException e) {
        return new OnnxException(
                "model " + model.digest() + " failed on a batch of " + rows + ": " + e.getMessage(), e);
    }

    private OnnxException stopped(int rows, Duration timeout, OrtException e) {
        return new OnnxException(
                "model " + model.digest() + " was stopped on a batch of " + rows + ": it took longer than "
                        + timeout.toMillis() + " ms; allow it more time, or find out why it takes so long",
                e);
    }

    /** Frees the tensors, after a run that is under way; the buffers stay readable. */
    @Override
    public void close() {
        synchronized (model) {
            closed = true;
            tensors.close();
            if (limit != null) {
                Watchdog.shared().forget(limit);
                limit.close();
                limit = null;
            }
        }
    }
}
