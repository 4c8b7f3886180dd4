package io.millrace.adapter.lake;

import java.io.IOException;

/** Somebody else has rewritten files of a table while they were rewritten here, so that it was left as it is. Nothing is lost. */
public final class TableChangedException extends IOException {
    private static final long serialVersionUID = 1;

    TableChangedException(String table, Throwable cause) {
        super(
                "lake table " + table
                        + ": another maintenance has rewritten its files or removed old ones meanwhile, so that this one leaves it as it is; nothing is lost, run it again when no other one runs",
                cause);
    }
}
