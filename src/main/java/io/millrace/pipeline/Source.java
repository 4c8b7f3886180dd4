package io.millrace.pipeline;

import io.millrace.content.ContentVector;
import io.millrace.event.EventType;
import java.util.List;

/**
 * A checked source.
 *
 * @param schema text of the Avro schema that events are read as: the declared one
 * @param type the fields in use
 * @param lateness how far behind the newest event time others may trail without being late, in milliseconds
 * @param duplicates for how long after an event another with its business id is a duplicate, in event-time milliseconds
 * @param deletes whether a tombstone deletes the event whose id is its key, for as long as the id is remembered
 * @param future how far ahead of Kafka's record timestamp an event time may lie, in milliseconds
 * @param largest the most bytes that a record's value may have
 * @param vectors the vectors in use that are computed of the contents of fields
 * @param file how the events are found in a file of rows
 */
public record Source(
        String name,
        int index,
        String topic,
        String schema,
        EventType type,
        long lateness,
        long duplicates,
        boolean deletes,
        long future,
        int largest,
        List<ContentVector> vectors,
        FileMapping file) {
    public Source {
        vectors = List.copyOf(vectors);
    }
}
