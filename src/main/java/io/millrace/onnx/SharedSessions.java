package io.millrace.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that are open in this process, one for each digest, with the number of their users.
 *
 * <p>Every session computes with one thread and sequentially: with more, the bits of a score depend on the batch.
 */
final class SharedSessions {
    // Shared by all subtasks of the process: the reason for this package to live in Flink's lib/.
    private static final ConcurrentHashMap<String, Shared> OPEN = new ConcurrentHashMap<>();

    private record Shared(OrtSession session, int users) {}

    private SharedSessions() {}

    /** The session of a model, loaded when nobody has it open. Each call is answered by one {@link #release}. */
    static OrtSession acquire(String digest, byte[] model) {
        Shared shared = OPEN.compute(
                digest,
                (name, open) ->
                        open == null ? new Shared(load(digest, model), 1) : new Shared(open.session, open.users + 1));
        return shared.session;
    }

    /** Closes the session when the last user has gone. */
    static void release(String digest) {
        OPEN.computeIfPresent(digest, (name, open) -> {
            if (open.users > 1) {
                return new Shared(open.session, open.users - 1);
            }
            close(digest, open.session);
            return null;
        });
    }

    static int users(String digest) {
        Shared shared = OPEN.get(digest);
        return shared == null ? 0 : shared.users;
    }

    /** ONNX Runtime of this process, which reports nothing to anyone. */
    static OrtEnvironment environment() {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new OnnxException("ONNX Runtime doesn't switch its telemetry off: " + e.getMessage(), e);
        }
        return environment;
    }

    private static OrtSession load(String digest, byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            return environment().createSession(model, options);
        } catch (OrtException e) {
            throw new OnnxException(
                    "model " + digest + " can't be loaded: ONNX Runtime "
                            + environment().getVersion() + " says: " + e.getMessage(),
                    e);
        }
    }

    private static void close(String digest, OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxException("model " + digest + " can't be closed: " + e.getMessage(), e);
        }
    }
}
