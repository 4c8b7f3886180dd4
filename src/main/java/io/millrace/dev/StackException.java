package io.millrace.dev;

/** The local stack can't do what it was asked: something is missing on this machine, or a part failed. The message says which and what to do, or shows the end of the part's log. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
