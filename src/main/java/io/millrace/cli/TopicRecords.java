package io.millrace.cli;

import io.millrace.adapter.kafka.TopicContents;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.LakeTopic;
import java.util.function.Consumer;

/** Records in the topics, for as long as those keep them. */
final class TopicRecords implements Records {
    private final Settings settings;

    TopicRecords(Settings settings) {
        this.settings = settings;
    }

    @Override
    public <T> void visit(LakeTopic topic, Opener<RecordDecoder<T>> decoder, Consumer<Arrival<T>> to) {
        TopicContents.visit(topic.topic(), decoder, settings, to);
    }

    @Override
    public String place(LakeTopic topic) {
        return "topic " + topic.topic();
    }

    @Override
    public void close() {}
}
