package io.millrace.cli;

import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Settings;
import io.millrace.content.ContentVectors;
import io.millrace.content.ReadAhead;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.replay.RawEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Raw events from where records are kept, decoded as the job decodes them. */
final class KeptEvents implements RawEvents {
    private final PipelineText text;
    private final Pipeline pipeline;
    private final Settings settings;
    private final Records records;

    KeptEvents(PipelineText text, Pipeline pipeline, Settings settings, Records records) {
        this.text = text;
        this.pipeline = pipeline;
        this.settings = settings;
        this.records = records;
    }

    @Override
    public void read(Source source, Consumer<Arrival<Event>> to) throws IOException {
        try (ContentVectors vectors = SourceVectors.open(source, settings)) {
            ReadAhead ahead = new ReadAhead(vectors, to);
            records.visit(LakeTopic.of(source), SourceDecoders.of(text, source.index(), settings), ahead::add);
            ahead.passAll();
        }
    }

    @Override
    public List<DeadLetter> refused() throws IOException {
        List<DeadLetter> refused = new ArrayList<>();
        for (LakeTopic topic : LakeTopic.of(pipeline)) {
            if (topic.table().equals(LakeTopic.DEAD_LETTERS)) {
                records.read(topic, Outputs.readDeadLetters(topic.topic(), settings), refused::add);
            }
        }
        return refused;
    }
}
