package io.millrace.adapter.registry;

import java.io.IOException;

/** Port: the Schema Registry, asked once for each call, without caching or asking again. */
interface Registry {
    /**
     * The schema of an id.
     *
     * @throws IOException when the registry can't be asked now and may be asked again later
     */
    Answer schema(int id) throws IOException;

    /**
     * Registers a schema under a subject, which is harmless when it is there, and gives its id.
     *
     * @throws IOException when the registry can't be asked now and may be asked again later
     * @throws IllegalStateException when it refuses the schema, which asking again will not change
     */
    int register(String subject, String schema) throws IOException;

    /** What the registry says about an id. */
    sealed interface Answer {
        /** The text of an Avro schema, references resolved. */
        record Found(String schema) implements Answer {}

        /** There is no such id. */
        record Unknown() implements Answer {}

        /** The id names no schema that Avro can read. */
        record NotAvro(String type) implements Answer {}
    }
}
