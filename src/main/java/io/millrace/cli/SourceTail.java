package io.millrace.cli;

import io.millrace.adapter.kafka.TopicTail;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Settings;
import io.millrace.content.ContentVectors;
import io.millrace.content.ReadAhead;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.util.function.Consumer;

/** A source's events as they come, with the vectors of their texts and images. */
record SourceTail(TopicTail<Event> tail, ContentVectors vectors) implements AutoCloseable {
    static SourceTail of(PipelineText text, Source source, Settings settings) throws IOException {
        return new SourceTail(
                TopicTail.ofAll(source.topic(), SourceDecoders.of(text, source.index(), settings), settings),
                SourceVectors.open(source, settings));
    }

    /** Tells of what has come since the last call. */
    void advance(Consumer<Arrival<Event>> to) {
        ReadAhead ahead = new ReadAhead(vectors, to);
        tail.advance(ahead::add);
        ahead.passAll();
    }

    @Override
    public void close() {
        tail.close();
        vectors.close();
    }
}
