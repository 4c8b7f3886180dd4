package io.millrace.cli;

import io.millrace.adapter.kafka.TopicContents;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import io.millrace.lineage.DatasetName;
import io.millrace.lineage.Place;
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
    public Place dataset(LakeTopic topic) {
        return new Place(DatasetName.topic(settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS), topic.topic()), "");
    }

    @Override
    public void close() {}
}
