package io.millrace.adapter.trees;

/** The trees of this package don't serve a model. The message is the reason, to follow a colon. */
final class TreesRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    TreesRefusedException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
