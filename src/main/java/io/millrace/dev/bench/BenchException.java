package io.millrace.dev.bench;

/** A benchmark can't be run, or its results are wrong, so that no speed may be quoted. The message says which and what to do. */
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
