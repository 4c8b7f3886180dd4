package io.millrace.adapter.kafka;

import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads what is committed in a topic from its beginning to where it ends at the moment. */
public final class TopicContents {
    private TopicContents() {}

    /**
     * The values, of one partition in the order of offsets; empty where the topic is not there.
     *
     * @throws IllegalStateException on a record that can't be decoded, with the reason
     */
    public static <T> List<T> read(String topic, Opener<RecordDecoder<T>> decoder, Settings settings) {
        List<T> values = new ArrayList<>();
        try (TopicTail<T> tail = TopicTail.ofAll(topic, decoder, settings)) {
            tail.advanceValues(values::add);
        }
        return values;
    }

    /**
     * Tells of each record, of one partition in the order of offsets; of none where the topic is not there.
     *
     * @param to takes valid values, deletions and dead letters alike
     */
    public static <T> void visit(
            String topic, Opener<RecordDecoder<T>> decoder, Settings settings, Consumer<Arrival<T>> to) {
        try (TopicTail<T> tail = TopicTail.ofAll(topic, decoder, settings)) {
            tail.advance(to);
        }
    }
}
