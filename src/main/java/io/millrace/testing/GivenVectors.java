package io.millrace.testing;

import io.millrace.config.DefinitionException;
import io.millrace.content.ContentReaders;
import io.millrace.content.ContentVectors;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes the vectors of the texts and images that tests give. Readers are opened when they are needed, once for all tests. */
final class GivenVectors implements AutoCloseable {
    private static final int CACHED = 1_000;

    private final Pipeline pipeline;
    private final ContentReaders readers;
    private final Map<Integer, ContentVectors> bySource = new HashMap<>();

    GivenVectors(Pipeline pipeline, ContentReaders readers) {
        this.pipeline = pipeline;
        this.readers = readers;
    }

    /** The events with their vectors, in the same order. */
    List<Event> of(List<Event> events) {
        List<Event> all = new ArrayList<>();
        for (Event event : events) {
            Arrival<Event> arrival = vectors(event.source()).compute(Arrival.of(event, event.time()));
            if (arrival.isDead()) {
                throw new DefinitionException(
                        "event " + event.id() + " of a test",
                        "the stream would not accept it, "
                                + arrival.deadLetter().reason() + ": "
                                + arrival.deadLetter().detail());
            }
            all.add(arrival.value());
        }
        return all;
    }

    private ContentVectors vectors(int index) {
        return bySource.computeIfAbsent(index, source -> open(pipeline.sources().get(source)));
    }

    private ContentVectors open(Source source) {
        try {
            return ContentVectors.open(source.name(), source.topic(), source.vectors(), readers, CACHED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        bySource.values().forEach(ContentVectors::close);
        bySource.clear();
    }
}
