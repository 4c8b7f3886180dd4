package io.millrace.content;

import io.millrace.event.NumberVector;

/**
 * Port: computes vectors of contents after one {@link Recipe}. The same content gives the same bits, whatever was computed before it. Used by one thread at a time.
 */
public interface ContentReader extends AutoCloseable {
    /** A vector, and whether it is of the content's beginning only. */
    record Reading(NumberVector vector, boolean truncated) {}

    /**
     * Computes a vector.
     *
     * @param content a text that is not blank; of an image, a character from 0 to 255 for each byte
     * @throws ContentException where none can be computed of it
     */
    Reading read(String content) throws ContentException;

    @Override
    void close();
}
