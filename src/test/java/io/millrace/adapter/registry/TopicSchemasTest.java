package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.LakeTopic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import org.junit.jupiter.api.Test;

class TopicSchemasTest {
    private static final LakeTopic TOPIC = new LakeTopic(LakeTopic.PREDICTIONS, "predictions", Optional.empty());

    private final MockSchemaRegistryClient client = new MockSchemaRegistryClient();

    private List<String> names() {
        Patience patience = new Patience(Duration.ofSeconds(1), RegistryTime.system());
        ConfluentRegistry registry = new ConfluentRegistry(client, id -> {
            throw new AssertionError("asked for schema " + id + " without parsing");
        });
        return TopicSchemas.of(TOPIC, registry, patience).stream()
                .map(Schema::getName)
                .toList();
    }

    @Test
    void theDeclaredSchemaComesFirstThenAllThatWereRegisteredTheNewestLast() throws Exception {
        client.register("predictions-value", record("B"));
        client.register("predictions-value", new AvroSchema("\"int\""));
        client.register("predictions-value", record("A"));
        client.register("other-value", record("C"));

        assertThat(names()).containsExactly("Prediction", "B", "A");
    }

    @Test
    void aTopicWithoutSchemasHasTheDeclaredOneAlone() {
        assertThat(names()).containsExactly("Prediction");
    }

    private static AvroSchema record(String name) {
        return new AvroSchema("{\"type\":\"record\",\"name\":\"" + name
                + "\",\"fields\":[{\"name\":\"x\",\"type\":[\"null\",\"int\"],\"default\":null}]}");
    }
}
