package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

class WordsTest {
    private final Words words = new Words();

    private static GenericRecord record(CharSequence text) {
        GenericRecord record = new GenericData.Record(
                SchemaBuilder.record("r").fields().requiredString("text").endRecord());
        record.put("text", text);
        return record;
    }

    @Test
    void aTextThatComesAgainIsTheSameObject() {
        String first = words.text(record(new Utf8("card")), "text");

        assertThat(first).isEqualTo("card");
        assertThat(words.text(record(new Utf8("card")), "text")).isSameAs(first);
        assertThat(words.text(record(new Utf8("terminal")), "text")).isEqualTo("terminal");
        assertThat(words.text(record("card"), "text")).isEqualTo("card");
    }

    @Test
    void bytesThatAReaderUsesAgainChangeNoWord() {
        Utf8 used = new Utf8("card");
        words.text(record(used), "text");
        used.set(new Utf8("bard"));

        assertThat(words.text(record(used), "text")).isEqualTo("bard");
        assertThat(words.text(record(new Utf8("card")), "text")).isEqualTo("card");
    }
}
