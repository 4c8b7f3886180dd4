package io.millrace.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Loads and warms sessions, one after the other in one thread of the process: so no two of them take memory at the same time, and what each took can
 * be told. The thread ends when it had nothing to do for a while.
 *
 * <p>Every session computes with one thread and sequentially: with more, the bits of a score depend on the batch.
 */
final class Loader {
    static final String THREAD = "millrace-model-loader";

    private static final int IDLE_SECONDS = 10;
    private static final ResidentMemory MEMORY = new ResidentMemory();
    private static final ThreadPoolExecutor THREADS = threads();

    /** A session with what it took to load it. */
    record Loaded(Session session, long bytes, long millis) {}

    private Loader() {}

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> Daemons.thread(THREAD, work));
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** Does it in the loader's thread, after what it has to do before. */
    static void execute(Runnable load) {
        THREADS.execute(load);
    }

    /** Bytes that may be taken before the container or the machine is full. */
    static OptionalLong memoryLeft() {
        return MEMORY.left();
    }

    static Loaded load(String digest, byte[] model) {
        long started = System.nanoTime();
        OptionalLong before = MEMORY.used();
        OrtSession session = create(digest, model);
        try {
            Session warm = Warming.run(digest, Session.of(session));
            long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
            return new Loaded(warm, growth(before, MEMORY.used()), millis);
        } catch (OrtException e) {
            close(digest, session);
            throw new OnnxException("model " + digest + " can't be described: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(digest, session);
            throw e;
        }
    }

    private static long growth(OptionalLong before, OptionalLong after) {
        return before.isEmpty() || after.isEmpty() ? 0 : Math.max(0, after.getAsLong() - before.getAsLong());
    }

    private static OrtSession create(String digest, byte[] model) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            // What goes wrong comes as an exception; a line in the log for each bad row would say nothing more.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return SharedSessions.environment().createSession(model, options);
        } catch (OrtException e) {
            throw new OnnxException(
                    "model " + digest + " can't be loaded: ONNX Runtime "
                            + SharedSessions.environment().getVersion() + " says: " + e.getMessage(),
                    e);
        }
    }

    static void close(String digest, OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxException("model " + digest + " can't be closed: " + e.getMessage(), e);
        }
    }
}
