package io.millrace.flink;

/** A model can't be loaded, or doesn't fit the pipeline. */
final class UnusableModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableModelException(String digest, Exception cause) {
        super("model " + digest + " can't be used: " + cause.getMessage(), cause);
    }
}
