package io.millrace.lineage;

import org.apache.avro.Schema;

/** The Avro schemas of what Millrace writes. */
@FunctionalInterface
public interface WrittenSchemas {
    /** @param file the name under {@code schemas/}, for example {@code prediction.avsc} */
    Schema read(String file);
}
