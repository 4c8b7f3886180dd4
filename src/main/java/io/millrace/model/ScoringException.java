package io.millrace.model;

/** A model failed on a batch. The message names the model and what its runtime said. */
public final class ScoringException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ScoringException(String message, Throwable cause) {
        super(message, cause);
    }
}
