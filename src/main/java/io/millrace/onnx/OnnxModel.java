package io.millrace.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One user's hold on a model. All holds of a process on the same model share one session, which is closed with the last hold.
 *
 * <p>Closing waits for a running batch, since a session that is closed while it runs takes the process down.
 */
public final class OnnxModel implements AutoCloseable {
    private final String digest;
    private final Session session;
    private boolean closed;

    private OnnxModel(String digest, Session session) {
        this.digest = digest;
        this.session = session;
    }

    /**
     * Opens a model; waits for it to be loaded and warmed when nobody in the process holds it.
     *
     * @param model the bytes of the ONNX file
     * @param digest their SHA-256 in lower-case hex
     * @throws OnnxException when the bytes have another digest, ONNX Runtime refuses them, or the thread is interrupted
     * @throws IllegalStateException when this class comes from a job jar and not from Flink's lib/
     */
    public static OnnxModel open(byte[] model, String digest) {
        LoadedOnce.check();
        checkDigest(model, digest);
        CompletableFuture<OnnxModel> opening = acquire(model, digest);
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OnnxException known
                    ? new OnnxException(String.valueOf(known.getMessage()), known)
                    : new OnnxException("model " + digest + " can't be loaded: " + e.getCause(), e);
        } catch (InterruptedException e) {
            var unused = opening.thenAccept(OnnxModel::close);
            Thread.currentThread().interrupt();
            throw new OnnxException("interrupted while model " + digest + " was loaded", e);
        }
    }

    /**
     * Opens a model without making anyone wait. Who asks must take the result and close it.
     *
     * @return fails as {@link #open} does
     */
    public static CompletableFuture<OnnxModel> prepare(byte[] model, String digest) {
        LoadedOnce.check();
        return CompletableFuture.runAsync(() -> checkDigest(model, digest))
                .thenCompose(checked -> acquire(model, digest));
    }

    private static CompletableFuture<OnnxModel> acquire(byte[] model, String digest) {
        return SharedSessions.acquire(digest, model).thenApply(session -> new OnnxModel(digest, session));
    }

    /** The models that are loaded in this process, with what each takes. */
    public static List<LoadedModel> loaded() {
        return SharedSessions.loaded();
    }

    /** Whether somebody in this process holds the model, so that it takes no more memory. */
    public static boolean isLoaded(String digest) {
        return SharedSessions.users(digest) > 0;
    }

    /** Bytes that may be taken before this container, or the machine, is full; empty where the system doesn't tell. */
    public static OptionalLong memoryLeft() {
        return Loader.memoryLeft();
    }

    /** The runtime's version, for example {@code 1.28.0}. */
    public static String version() {
        return SharedSessions.environment().getVersion();
    }

    /** The runtime with what its results depend on, for example {@code onnxruntime 1.28.0; intra_op=1}. */
    public String runtime() {
        return "onnxruntime " + version() + "; intra_op=1";
    }

    public String digest() {
        return digest;
    }

    public List<OnnxValue> inputs() {
        return session.inputs();
    }

    /** With the shapes that a run gave, which aren't always those that the file declares. */
    public List<OnnxValue> outputs() {
        return session.outputs();
    }

    /** What the model's author wrote into it by name. */
    public Map<String, String> metadata() {
        return session.metadata();
    }

    /**
     * Binds a model to buffers that are reused from run to run.
     *
     * @param inputs one for each of {@link #inputs}
     * @param outputs for those of {@link #outputs} that are wanted, one or more; all buffers hold equally many rows
     */
    public OnnxBatch bind(List<TensorBuffer> inputs, List<TensorBuffer> outputs) {
        return new OnnxBatch(this, inputs, outputs);
    }

    /** Whether ONNX Runtime can't write the output into a buffer, so that it has to be copied. */
    boolean isCopied(TensorBuffer output) {
        return output.type() == ElementType.STRING
                || session.isMisdeclared(output.value().name());
    }

    /** Called by batches, which hold this object's monitor, so that it can't be closed meanwhile. */
    OrtSession.Result run(
            Map<String, OnnxTensor> inputs,
            Set<String> requested,
            Map<String, OnnxTensor> pinned,
            OrtSession.@Nullable RunOptions options)
            throws OrtException {
        if (closed) {
            throw new OnnxException("model " + digest + " is closed");
        }
        return session.session().run(inputs, requested, pinned, options);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SharedSessions.release(digest);
        }
    }

    private static void checkDigest(byte[] model, String digest) {
        String found = sha256(model);
        if (!found.equals(digest)) {
            throw new OnnxException("model " + digest + " is corrupt: the SHA-256 of its " + model.length + " bytes is "
                    + found + "; fetch or train it again");
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
