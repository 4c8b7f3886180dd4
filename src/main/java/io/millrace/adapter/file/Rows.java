package io.millrace.adapter.file;

import org.jspecify.annotations.Nullable;

/** Rows one after the other, from a file or a generator. Used by one thread. */
public interface Rows extends AutoCloseable {
    /** What the rows come from, for messages and as the topic of the events' positions. */
    String name();

    /** The next row, or null after the last. */
    @Nullable
    Row next();

    @Override
    void close();
}
