package io.millrace.pipeline.expression;

/** An expression can't be used. The message says what was found, and what to write instead where that is known. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1;

    ExpressionException(String message) {
        super(message);
    }

    /** The message, which every such exception has. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
