package io.millrace.adapter.registry;

import io.millrace.governance.Reason;

/** A record can't be read, by its own fault. Stays inside the package, becomes a dead letter; has no stack trace, to be cheap in floods. */
final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String detail;

    MalformedException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    static MalformedException notAvro(String detail) {
        return new MalformedException(Reason.NOT_AVRO, detail);
    }

    Reason reason() {
        return reason;
    }

    /** What was found and what was expected, without the record's contents. */
    String detail() {
        return detail;
    }
}
