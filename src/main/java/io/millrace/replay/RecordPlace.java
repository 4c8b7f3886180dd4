package io.millrace.replay;

import io.millrace.model.Trigger;

/** The place of a record in Kafka. */
public record RecordPlace(String topic, int partition, long offset) {
    /** The place of a record that was scored. */
    public static RecordPlace of(Trigger trigger) {
        return new RecordPlace(trigger.topic(), trigger.partition(), trigger.offset());
    }
}
