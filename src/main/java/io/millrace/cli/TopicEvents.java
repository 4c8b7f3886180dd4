package io.millrace.cli;

import io.millrace.adapter.content.StoredReaders;
import io.millrace.adapter.kafka.TopicContents;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.content.ContentVectors;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import io.millrace.replay.RawEvents;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Raw events from the topics that the job reads, for as long as those keep them. */
final class TopicEvents implements RawEvents {
    private final PipelineText text;
    private final String deadLetters;
    private final Settings settings;

    TopicEvents(PipelineText text, Pipeline pipeline, Settings settings) {
        this.text = text;
        this.deadLetters = Topics.of(pipeline).deadLetters();
        this.settings = settings;
    }

    @Override
    public void read(Source source, Consumer<Arrival<Event>> to) throws IOException {
        try (ContentVectors vectors = ContentVectors.open(
                source.name(),
                source.topic(),
                source.vectors(),
                new StoredReaders(settings.text(Setting.MODELS_STORE)),
                settings.count(Setting.VECTORS_IN_MEMORY))) {
            TopicContents.visit(
                    source.topic(),
                    SourceDecoders.of(text, source.index(), settings),
                    settings,
                    arrival -> to.accept(vectors.compute(arrival)));
        }
    }

    @Override
    public List<DeadLetter> refused() {
        return TopicContents.read(deadLetters, Outputs.readDeadLetters(deadLetters, settings), settings);
    }
}
