package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.flink.Form;
import io.millrace.governance.Arrival;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes of records as the contents of images. What is computed of them is in no record. */
class ContentsTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "Photo", "namespace": "shop", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "photo", "type": ["null", "bytes"], "default": null},
              {"name": "thumb", "type": {"type": "fixed", "name": "Thumb", "size": 256}},
              {"name": "logo", "type": "bytes", "default": "\\u0001\\u00ff"}]}
            """;
    private static final String YAML = """
            pipeline: photos
            sources:
              photos:
                topic: photos
                schema: photo.avsc
                id: id
                time: at
                vectors:
                  pixels: {image: photo, resize: [2, 2]}
                  small: {image: thumb, resize: [2, 2]}
                  mark: {image: logo, resize: [2, 2]}
            features:
              photo: {pixels: {expr: pixels}, small: {expr: small}, mark: {expr: mark}}
            model: {name: m, scores: photos, inputs: [photo.*]}
            """;
    private static final Pipeline PIPELINE =
            PipelineCompiler.compile(new PipelineText("p.yaml", YAML, Map.of("photo.avsc", SCHEMA)));

    private static byte[] everyByte() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static Arrival<Event> decode(@Nullable ByteBuffer photo, byte[] cut) throws IOException {
        String written = SCHEMA.replaceFirst(",\\s+\\{\"name\": \"logo\".*\\}\\]\\}", "]}");
        Schema writer = new Schema.Parser().parse(written);
        Registry registry = Cards.registry();
        SteppingTime time = new SteppingTime();
        EventDecoder decoder = new EventDecoder(PIPELINE.scored(), registry, new Patience(Duration.ZERO, time), time);
        GenericRecord record = new GenericRecordBuilder(writer)
                .set("id", "p")
                .set("at", 1000L)
                .set("photo", photo)
                .set("thumb", new GenericData.Fixed(writer.getField("thumb").schema(), everyByte()))
                .build();
        byte[] bytes = Cards.bytes(record, registry.register("photos-value", written));
        return decoder.decode(0, 1, 1000, null, Arrays.copyOf(bytes, bytes.length - cut.length));
    }

    private static byte[] content(Event event, String field) {
        String text = event.stringAt(PIPELINE.scored().type().slot(field));
        assertThat(text).isNotNull();
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void everyByteArrivesAlsoThroughTheBytesBetweenTasks() throws IOException {
        Arrival<Event> decoded = decode(ByteBuffer.wrap(everyByte()), new byte[0]);
        TypeSerializer<Arrival<Event>> serializer =
                Form.ARRIVED_EVENT.typeInformation().createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(decoded, out);
        Arrival<Event> copied = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
        for (Event event : new Event[] {decoded.value(), copied.value()}) {
            assertThat(content(event, "photo")).isEqualTo(everyByte());
            assertThat(content(event, "thumb")).isEqualTo(everyByte());
            assertThat(content(event, "logo")).containsExactly(1, 0xFF);
        }
    }

    @Test
    void whatIsComputedIsNullUntilItIs() throws IOException {
        Event event = decode(null, new byte[0]).value();
        assertThat(event.isNull(PIPELINE.scored().type().slot("photo"))).isTrue();
        for (String vector : new String[] {"pixels", "small", "mark"}) {
            int slot = PIPELINE.scored().type().slot(vector);
            assertThat(event.isNull(slot)).isTrue();
            assertThat(event.vectorAt(slot)).isNull();
        }
    }

    @Test
    void aRecordThatEndsWithinBytesIsADeadLetter() throws IOException {
        Arrival<Event> arrival = decode(ByteBuffer.wrap(everyByte()), new byte[1]);
        assertThat(arrival.isDead()).isTrue();
        assertThat(arrival.deadLetter().reason()).isEqualTo(Reason.NOT_AVRO);
    }
}
