package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.governance.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaCacheTest {
    private final SteppingTime time = new SteppingTime();
    private final Asked registry = new Asked();
    private final SchemaCache<Schema> cache =
            new SchemaCache<>(registry, new Patience(Duration.ofSeconds(1), time), time, SchemaCacheTest::compile);

    @Test
    void aSchemaIsAskedForOnce() {
        registry.answers.put(1, new Registry.Answer.Found("\"int\""));
        registry.answers.put(2, new Registry.Answer.Found("\"long\""));

        for (int i = 0; i < 3; i++) {
            assertThat(cache.of(1)).isEqualTo(Schema.create(Schema.Type.INT));
            assertThat(cache.of(2)).isEqualTo(Schema.create(Schema.Type.LONG));
        }
        assertThat(registry.asked).containsExactly(1, 2);
    }

    @Test
    void anUnknownIdIsAskedForAgainOnlyAfterAWhile() {
        for (int i = 0; i < 1000; i++) {
            assertThatThrownBy(() -> cache.of(9))
                    .isInstanceOf(MalformedException.class)
                    .hasMessage("the registry knows no schema id 9; expected one registered for the topic")
                    .extracting(e -> ((MalformedException) e).reason())
                    .isEqualTo(Reason.UNKNOWN_SCHEMA);
        }
        assertThat(registry.asked).containsExactly(9);

        registry.answers.put(9, new Registry.Answer.Found("\"int\""));
        time.sleep(SchemaCache.UNKNOWN_KEPT.toMillis());
        assertThat(cache.of(9)).isEqualTo(Schema.create(Schema.Type.INT));
        assertThat(registry.asked).containsExactly(9, 9);
    }

    @Test
    void schemasThatCannotServeAreRefusedWithoutAskingAgain() {
        registry.answers.put(1, new Registry.Answer.Found("\"string\""));
        registry.answers.put(2, new Registry.Answer.Found("{broken"));
        registry.answers.put(3, new Registry.Answer.NotAvro("PROTOBUF"));
        for (int i = 0; i < 2; i++) {
            refused(1, "schema id 1 does not fit: strings are not for us");
            refused(2, "schema id 2 is not valid Avro");
            refused(3, "schema id 3 is not Avro; expected an Avro record");
        }
        assertThat(registry.asked).containsExactly(1, 2, 3);
    }

    private void refused(int id, String message) {
        assertThatThrownBy(() -> cache.of(id))
                .hasMessage(message)
                .extracting(e -> ((MalformedException) e).reason())
                .isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
    }

    private static Schema compile(Schema writer) {
        if (writer.getType() == Schema.Type.STRING) {
            throw new MalformedException(Reason.INCOMPATIBLE_SCHEMA, "strings are not for us");
        }
        return writer;
    }

    private static final class Asked implements Registry {
        final Map<Integer, Answer> answers = new HashMap<>();
        final List<Integer> asked = new ArrayList<>();

        @Override
        public Answer schema(int id) {
            asked.add(id);
            return answers.getOrDefault(id, new Answer.Unknown());
        }

        @Override
        public int register(String subject, String schema) {
            throw new AssertionError("nothing is registered");
        }
    }
}
