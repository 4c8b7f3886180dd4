package io.millrace.dev.proof;

import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import org.jspecify.annotations.Nullable;

/** The first rows of others. */
final class FirstRows implements Rows {
    private final Rows rows;
    private long left;

    FirstRows(Rows rows, long most) {
        this.rows = rows;
        this.left = most;
    }

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public @Nullable Row next() {
        return left-- > 0 ? rows.next() : null;
    }

    @Override
    public void close() {
        rows.close();
    }
}
