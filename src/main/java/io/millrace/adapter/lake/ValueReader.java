package io.millrace.adapter.lake;

import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Port: reads values of records as their writers' schemas have them. */
@FunctionalInterface
public interface ValueReader {
    /** All fields; null where they can't be read. The same schema is the same object each time. */
    @Nullable
    GenericRecord read(byte[] value);
}
