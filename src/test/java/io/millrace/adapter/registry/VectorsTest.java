package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.PartialVector;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.flink.Form;
import io.millrace.governance.Arrival;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Vectors from Avro's bytes through those between tasks and of state to the values of features; and which are refused. */
class VectorsTest {
    private static final String FIELDS = """
            {"type": "record", "name": "View", "namespace": "shop", "fields": [
              {"name": "view_id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "embedding", "type": ["null", {"type": "array", "items": "float"}], "default": null},
              TOPICS
            """;
    private static final String TOPICS = """
            {"name": "topics", "type": {"type": "array", "items": "double"}, "default": [1, 2]}]}""";
    private static final String SCHEMA = FIELDS.replace("TOPICS", TOPICS);
    private static final String YAML = """
            pipeline: views
            sources:
              views: {topic: views, schema: view.avsc, id: view_id, time: at}
            features:
              customer:
                entity: customer
                source: views
                mean: {avg: embedding, dimensions: 3, windows: [2s, lifetime], empty: missing}
                topics: {sum: topics, dimensions: 2, window: 1d, where: embedding != null}
            model: {name: m, scores: views, inputs: [customer.*]}
            """;
    private static final Pipeline PIPELINE =
            PipelineCompiler.compile(new PipelineText("p.yaml", YAML, Map.of("view.avsc", SCHEMA)));

    private final Registry registry = Cards.registry();
    private final EventDecoder decoder = decoder();
    private long offset;

    private EventDecoder decoder() {
        SteppingTime time = new SteppingTime();
        return new EventDecoder(PIPELINE.sources().get(0), registry, new Patience(Duration.ZERO, time), time);
    }

    private Arrival<Event> decode(String schema, @Nullable List<?> embedding, @Nullable List<?> topics) {
        Schema writer = new Schema.Parser().parse(schema);
        offset++;
        GenericRecordBuilder record = new GenericRecordBuilder(writer)
                .set("view_id", "v" + offset)
                .set("at", 1000 * offset)
                .set("customer", "a")
                .set("embedding", embedding);
        if (topics != null) {
            record.set("topics", topics);
        }
        return decode(record.build(), schema);
    }

    private Arrival<Event> decode(GenericRecord record, String schema) {
        try {
            int id = registry.register("s" + schema.hashCode(), schema);
            return decoder.decode(0, offset, 1000 * offset, null, Cards.bytes(record, id));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T throughBytes(Form<T> form, T value) {
        try {
            TypeSerializer<T> serializer = form.typeInformation().createSerializer(new SerializerConfigImpl());
            DataOutputSerializer out = new DataOutputSerializer(64);
            serializer.serialize(value, out);
            return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fromAvroBytesToTheValuesOfFeatures() {
        FeaturePlan plan = PIPELINE.features();
        FeatureSet set = plan.sets().get(0);
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, plan.scored());
        EntityForm form = new EntityForm(0);
        ColdRows cold = new ColdRowsInMemory();
        byte[] state = form.write(evaluator.emptyState(cold));
        List<Arrival<Event>> arrivals = List.of(
                decode(SCHEMA, null, List.of(0.1, 7.0)),
                decode(SCHEMA, List.of(0.5f, -1f, 16777216f), List.of(0.1, -4.0)),
                decode(SCHEMA, List.of(0.25f, -3f, 1f), List.of(0.2, 1e300)),
                decode(SCHEMA, List.of(8f, 0f, -16777216f), List.of(0.3, -1e300)));

        double[] row = new double[0];
        for (Arrival<Event> arrival : arrivals) {
            Event event = throughBytes(Form.ARRIVED_EVENT, arrival).value();
            PartialVector partial = throughBytes(
                    Form.PARTIAL_VECTOR,
                    PartialVector.scored(event, plan.features().size()));
            EntityState entity = evaluator.emptyState(cold);
            form.read(state, entity);
            evaluator.add(entity, partial.event(), partial.row());
            evaluator.evaluate(entity, partial.event(), partial.row(), partial.frontier());
            state = form.write(entity);
            row = throughBytes(Form.PARTIAL_VECTOR, partial).row();
            if (partial.event().offset() == 1) {
                assertThat(row)
                        .containsExactly(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0);
            }
        }

        assertThat(row)
                .containsExactly(
                        (0.25 + 8) / 2,
                        -3.0 / 2,
                        -16777215.0 / 2,
                        (0.5 + 0.25 + 8) / 3,
                        -4.0 / 3,
                        1.0 / 3,
                        0.6, // rounded once: 0.1 + 0.2 + 0.3 is 0.6000000000000001
                        -4.0);
    }

    @Test
    void itemsOfNarrowerTypesAreRead() {
        String narrow = SCHEMA.replace("\"items\": \"float\"", "\"items\": \"int\"")
                .replace("\"items\": \"double\"", "\"items\": \"long\"");
        Event whole = decode(narrow, List.of(1, -2, 16777217), List.of(3L, 9007199254740993L))
                .value();
        String single = SCHEMA.replace("\"items\": \"double\"", "\"items\": \"float\"");
        Event floats = decode(single, List.of(1f, 2f, 3f), List.of(0.1f, 4f)).value();

        assertThat(whole.vectorAt(3)).isEqualTo(NumberVector.ofFloats(1, -2, 16777216));
        assertThat(whole.vectorAt(4)).isEqualTo(NumberVector.ofDoubles(3, 9007199254740992.0));
        assertThat(floats.vectorAt(4)).isEqualTo(NumberVector.ofDoubles(0.1f, 4));
    }

    @Test
    void anAbsentVectorHasItsDefault() {
        String without = FIELDS.replace("TOPICS", "{\"name\": \"other\", \"type\": \"null\", \"default\": null}]}");

        Event event = decode(without, null, null).value();

        assertThat(event.isNull(3)).isTrue();
        assertThat(event.vectorAt(3)).isNull();
        assertThat(event.vectorAt(4)).isEqualTo(NumberVector.ofDoubles(1, 2));
    }

    @Test
    void anotherNumberOfNumbersIsADeadLetterThatNamesTheEvent() {
        Arrival<Event> shorter = decode(SCHEMA, List.of(1f, 2f), List.of(1.0, 2.0));
        assertDead(shorter, Reason.WRONG_LENGTH, "field embedding has 2 numbers; 3 are declared");
        assertThat(shorter.deadLetter().eventId()).isEqualTo("v1");
        assertDead(
                decode(SCHEMA, List.of(), List.of(1.0, 2.0)),
                Reason.WRONG_LENGTH,
                "field embedding has 0 numbers; 3 are declared");
        assertDead(
                decode(SCHEMA, null, List.of(1.0, 2.0, 3.0)),
                Reason.WRONG_LENGTH,
                "field topics has 3 numbers; 2 are declared");
    }

    @Test
    void aNumberThatIsNotFiniteIsADeadLetter() {
        assertDead(
                decode(SCHEMA, List.of(1f, Float.NaN, 2f), List.of(1.0, 2.0)),
                Reason.NOT_FINITE,
                "field embedding has a NaN or infinite number");
        assertDead(
                decode(SCHEMA, null, List.of(Double.NEGATIVE_INFINITY, 2.0)),
                Reason.NOT_FINITE,
                "field topics has a NaN or infinite number");
    }

    @Test
    void itemsThatDontFitAreAnIncompatibleSchema() {
        String strings = SCHEMA.replace("\"items\": \"float\"", "\"items\": \"string\"");
        Arrival<Event> arrival = decode(strings, List.of("a"), List.of(1.0, 2.0));

        assertThat(arrival.deadLetter().reason()).isEqualTo(Reason.INCOMPATIBLE_SCHEMA);
        assertThat(arrival.deadLetter().detail())
                .endsWith(
                        "does not fit: field embedding is null or array of string in the writer's schema; expected array of float or null");
    }

    @Test
    void aBlockThatIsLongerThanTheRecordIsCorrupt() {
        decode(SCHEMA, null, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 0, 0, 0, 1});
        bytes.writeBytes(new byte[] {2, 'v', 2, 2, 'a', 2, (byte) 0x80, (byte) 0x80, (byte) 0x80, 1, 0});

        Arrival<Event> arrival = decoder.decode(0, 1, 1000, null, bytes.toByteArray());

        assertDead(arrival, Reason.NOT_AVRO, "a block has 1048576 items, but 1 bytes are left");
    }

    private static void assertDead(Arrival<Event> arrival, Reason reason, String detail) {
        assertThat(arrival.isDead()).isTrue();
        assertThat(arrival.deadLetter().detail()).isEqualTo(detail);
        assertThat(arrival.deadLetter().reason()).isEqualTo(reason);
    }
}
