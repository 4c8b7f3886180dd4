package io.millrace.adapter.registry;

import java.io.IOException;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;

/** How one type of output stands in its schema: fields written by hand in the schema's order, and read back by their names. */
interface Layout<T> {
    /** The file of the schema. */
    String schema();

    /** The record's key. */
    String key(T value);

    /** Event time in epoch milliseconds. */
    long time(T value);

    void write(T value, Encoder out) throws IOException;

    T read(GenericRecord in);
}
