package io.millrace.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes values of one type to bytes and reads them back: the only form in which they travel between tasks and rest in state.
 *
 * <p>Bytes of a released version stay readable: a change of the form raises {@link #version} and keeps reading the older ones.
 */
public interface Codec<T> {
    /** The version that {@link #write} writes. */
    int version();

    void write(T value, DataOutput out) throws IOException;

    /**
     * Reads one value.
     *
     * @param version the version that wrote the bytes, at most {@link #version}
     */
    T read(DataInput in, int version) throws IOException;
}
