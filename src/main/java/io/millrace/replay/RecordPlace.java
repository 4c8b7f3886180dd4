package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Trigger;
import io.millrace.pipeline.Pipeline;

/** The place of a record in Kafka. */
public record RecordPlace(String topic, int partition, long offset) {
    /** The place of a record that was scored. */
    public static RecordPlace of(Trigger trigger) {
        return new RecordPlace(trigger.topic(), trigger.partition(), trigger.offset());
    }

    static RecordPlace of(Pipeline pipeline, Event event) {
        return new RecordPlace(pipeline.sources().get(event.source()).topic(), event.partition(), event.offset());
    }

    static RecordPlace of(DeadLetter letter) {
        return new RecordPlace(letter.topic(), letter.partition(), letter.offset());
    }
}
