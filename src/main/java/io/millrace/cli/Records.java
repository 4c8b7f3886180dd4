package io.millrace.cli;

import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import io.millrace.lineage.Place;
import io.millrace.pipeline.LakeTopic;
import java.io.IOException;
import java.util.function.Consumer;

/** Where the records of a pipeline's topics are kept: in the topics themselves, or in the lake. */
interface Records extends AutoCloseable {
    /**
     * Tells of each record, in any order; of none where the topic is not there.
     *
     * @param to takes valid values, deletions and dead letters alike
     */
    <T> void visit(LakeTopic topic, Opener<RecordDecoder<T>> decoder, Consumer<Arrival<T>> to) throws IOException;

    /**
     * Reads values that Millrace wrote.
     *
     * @throws IllegalStateException on a record that can't be decoded, with the reason
     */
    default <T> void read(LakeTopic topic, Opener<RecordDecoder<T>> decoder, Consumer<T> to) throws IOException {
        visit(topic, decoder, (Arrival<T> arrival) -> {
            if (arrival.isDead()) {
                throw new IllegalStateException(place(topic) + ", partition "
                        + arrival.deadLetter().partition() + ", offset "
                        + arrival.deadLetter().offset() + ": "
                        + arrival.deadLetter().reason() + ", "
                        + arrival.deadLetter().detail());
            }
            to.accept(arrival.value());
        });
    }

    /** Where a topic's records are, for messages. */
    String place(LakeTopic topic);

    /** Where a topic's records are, for lineage. */
    Place dataset(LakeTopic topic);

    @Override
    void close() throws IOException;
}
