package io.millrace.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One user's hold on a model. All holds of a process on the same model share one session, which is closed with the last hold.
 *
 * <p>Closing waits for a running batch, since a session that is closed while it runs takes the process down.
 */
public final class OnnxModel implements AutoCloseable {
    private final String digest;
    private final OrtSession session;
    private boolean closed;

    private OnnxModel(String digest, OrtSession session) {
        this.digest = digest;
        this.session = session;
    }

    /**
     * Opens a model.
     *
     * @param model the bytes of the ONNX file
     * @param digest their SHA-256 in lower-case hex
     * @throws OnnxException when the bytes have another digest, or ONNX Runtime refuses them
     * @throws IllegalStateException when this class comes from a job jar and not from Flink's lib/
     */
    public static OnnxModel open(byte[] model, String digest) {
        LoadedOnce.check(OnnxModel.class.getClassLoader());
        String found = sha256(model);
        if (!found.equals(digest)) {
            throw new OnnxException("model " + digest + " is corrupt: the SHA-256 of its " + model.length + " bytes is "
                    + found + "; fetch or train it again");
        }
        return new OnnxModel(digest, SharedSessions.acquire(digest, model));
    }

    /** The runtime with what its results depend on, for example {@code onnxruntime 1.28.0; intra_op=1}. */
    public String runtime() {
        return "onnxruntime " + SharedSessions.environment().getVersion() + "; intra_op=1";
    }

    public String digest() {
        return digest;
    }

    public List<OnnxValue> inputs() {
        try {
            return values(session.getInputInfo().values());
        } catch (OrtException e) {
            throw unreadable(e);
        }
    }

    public List<OnnxValue> outputs() {
        try {
            return values(session.getOutputInfo().values());
        } catch (OrtException e) {
            throw unreadable(e);
        }
    }

    /** What the model's author wrote into it by name. */
    public Map<String, String> metadata() {
        try {
            return session.getMetadata().getCustomMetadata();
        } catch (OrtException e) {
            throw unreadable(e);
        }
    }

    /**
     * Binds a model's float input and one of its float outputs to buffers that are reused from run to run.
     *
     * @param input one of {@link #inputs}, of shape [N, width]
     * @param output one of {@link #outputs}, of shape [N] or [N, 1]
     * @param from direct, in native order; holds capacity * width floats
     * @param to direct, in native order; takes capacity floats
     */
    public OnnxBatch bind(OnnxValue input, OnnxValue output, FloatBuffer from, FloatBuffer to) {
        return new OnnxBatch(this, input, output, from, to);
    }

    synchronized void run(OnnxBatch.Tensors tensors) throws OrtException {
        if (closed) {
            throw new OnnxException("model " + digest + " is closed");
        }
        session.run(tensors.inputs(), tensors.outputs()).close();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SharedSessions.release(digest);
        }
    }

    private static List<OnnxValue> values(Collection<NodeInfo> nodes) {
        return nodes.stream().map(OnnxModel::value).toList();
    }

    private static OnnxValue value(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor) {
            List<Long> shape = Arrays.stream(tensor.getShape()).boxed().toList();
            return new OnnxValue(node.getName(), tensor.type.toString().toLowerCase(Locale.ROOT), shape);
        }
        return new OnnxValue(node.getName(), node.getInfo() instanceof MapInfo ? "map" : "sequence", List.of());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private OnnxException unreadable(OrtException e) {
        return new OnnxException("model " + digest + " can't be described: " + e.getMessage(), e);
    }
}
