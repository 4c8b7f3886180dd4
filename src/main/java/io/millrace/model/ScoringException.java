package io.millrace.model;

/** A model failed on a batch or can't take a vector of it. The message says which model or feature, and what is wrong. */
public final class ScoringException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ScoringException(String message) {
        super(message);
    }

    public ScoringException(String message, Throwable cause) {
        super(message, cause);
    }
}
