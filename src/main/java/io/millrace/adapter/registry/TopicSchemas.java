package io.millrace.adapter.registry;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.pipeline.LakeTopic;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** What the values of a topic look like. */
public final class TopicSchemas {
    private TopicSchemas() {}

    /** The schema that is declared for a topic, then those that are registered for it and are records of Avro, the oldest first. */
    public static List<Schema> of(LakeTopic topic, Settings settings) {
        Patience patience = new Patience(settings.duration(Setting.REGISTRY_RETRY_TOTAL), RegistryTime.system());
        return of(topic, ConfluentRegistry.open(settings), patience);
    }

    static List<Schema> of(LakeTopic topic, ConfluentRegistry registry, Patience patience) {
        List<Schema> schemas = new ArrayList<>();
        schemas.add(declared(topic));
        for (Registry.Answer answer : patience.answer(() -> registry.versions(topic.topic() + "-value"))) {
            if (answer instanceof Registry.Answer.Found found) {
                Schema schema = SchemaCache.parse(found.schema());
                if (schema.getType() == Schema.Type.RECORD) {
                    schemas.add(schema);
                }
            }
        }
        return schemas;
    }

    private static Schema declared(LakeTopic topic) {
        if (topic.source().isPresent()) {
            return new Schema.Parser().parse(topic.source().get().schema());
        }
        return OutputSchemas.read(
                switch (topic.table()) {
                    case LakeTopic.PREDICTIONS, LakeTopic.SHADOW_PREDICTIONS -> OutputSchemas.PREDICTION;
                    case LakeTopic.EXAMPLES -> OutputSchemas.LABELLED_EXAMPLE;
                    case LakeTopic.DEAD_LETTERS, LakeTopic.FEEDBACK_DEAD_LETTERS -> OutputSchemas.DEAD_LETTER;
                    default -> throw new IllegalArgumentException(topic.table() + " is no table of the lake");
                });
    }
}
