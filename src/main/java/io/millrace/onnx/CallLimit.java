package io.millrace.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;

/**
 * Limits the time of one caller's calls, one after the other. {@link Watchdog} looks at it from its own thread.
 *
 * <p>Options that stopped a call would stop every later one, so they are replaced then, and only then.
 */
final class CallLimit implements AutoCloseable {
    private RunOptions options = options();
    private boolean calling;
    private boolean stopped;
    private long end;

    private static RunOptions options() {
        try {
            return new RunOptions();
        } catch (OrtException e) {
            throw new OnnxException("a call can't be limited in time: " + e.getMessage(), e);
        }
    }

    /** A call begins that may take so long. */
    synchronized RunOptions begin(long nanos) {
        calling = true;
        end = System.nanoTime() + nanos;
        return options;
    }

    /** Whether the call at hand was stopped. */
    synchronized boolean isStopped() {
        return stopped;
    }

    /** The call is over. */
    synchronized void end() {
        calling = false;
        if (stopped) {
            stopped = false;
            options.close();
            options = options();
        }
    }

    /** Makes ONNX Runtime give up the call after the operator that it is in, if its time is over. */
    synchronized void check(long now) {
        if (calling && !stopped && now - end >= 0) {
            try {
                options.setTerminate(true);
                stopped = true;
            } catch (OrtException e) {
                // The next look tries again; there is nobody here to be told.
            }
        }
    }

    @Override
    public synchronized void close() {
        options.close();
    }
}
