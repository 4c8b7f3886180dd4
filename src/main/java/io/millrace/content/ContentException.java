package io.millrace.content;

import io.millrace.governance.Reason;

/** No vector can be computed of a content. */
public final class ContentException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** @param detail what is wrong with the content, without showing it */
    public ContentException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What is wrong with the content. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
