package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.content.ContentVector;
import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.feature.Evaluator;
import io.millrace.feature.Feature;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts in a definition: what they come to, what is part of their meaning, and what is refused. */
class TextDefinitionsTest {
    private static final String MODEL = "a".repeat(64);
    private static final String TOKENIZER = "b".repeat(64);
    private static final String SCHEMA = """
            {"type": "record", "name": "Ticket", "namespace": "help", "fields": [
              {"name": "ticket_id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "body", "type": ["null", "string"], "default": null},
              {"name": "seconds", "type": "double"},
              {"name": "given", "type": {"type": "array", "items": "float"}},
              {"name": "words", "type": {"type": "array", "items": "string"}}]}
            """;
    private static final String TICKETS = """
            pipeline: tickets
            encoders:
              tiny: {model: MODEL, tokenizer: TOKENIZER, dimensions: 2}
            sources:
              tickets:
                topic: tickets
                schema: ticket.avsc
                id: ticket_id
                time: at
                vectors:
                  meaning: {text: body, encoder: tiny}
            features:
              customer:
                entity: customer
                source: tickets
                topic: {avg: meaning, window: 30d}
              ticket:
                text: {expr: meaning}
                first: {expr: "meaning[0]"}
            model: {name: m, scores: tickets, inputs: [ticket.*, customer.*]}
            """.replace("MODEL", MODEL).replace("TOKENIZER", TOKENIZER);
    private static final String MEANING = "vector(body, text 1 encoder " + MODEL + " tokenizer " + TOKENIZER
            + " pooling mean normalised of 256 tokens)";

    private static PipelineText text(String yaml) {
        return new PipelineText("p.yaml", yaml, Map.of("ticket.avsc", SCHEMA));
    }

    private static Pipeline compile(String... replacements) {
        return PipelineCompiler.compile(text(replace(replacements)));
    }

    private static String replace(String... replacements) {
        String yaml = TICKETS;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(yaml).contains(replacements[i]);
            yaml = yaml.replace(replacements[i], replacements[i + 1]);
        }
        return yaml;
    }

    @Test
    void aTextIsAVectorOfItsSource() {
        Pipeline pipeline = compile();
        EventType type = pipeline.scored().type();
        assertThat(type.fields())
                .containsExactly(
                        new EventType.Field("ticket_id", FieldKind.STRING, true),
                        new EventType.Field("at", FieldKind.TIMESTAMP, true),
                        new EventType.Field("customer", FieldKind.STRING, true),
                        new EventType.Field("body", FieldKind.STRING, false),
                        new EventType.Field("meaning", FieldKind.FLOATS, false, 2, MEANING));
        assertThat(pipeline.scored().vectors()).singleElement().satisfies(vector -> {
            assertThat(vector.from()).isEqualTo(3);
            assertThat(vector.into()).isEqualTo(4);
            assertThat(vector.keep()).isFalse();
        });
    }

    @Test
    void whatItIsComputedOfIsPartOfEveryFeatureOfIt() {
        Pipeline pipeline = compile();
        assertThat(pipeline.inputs())
                .containsExactly(
                        "ticket.text_0", "ticket.text_1", "ticket.first", "customer.topic_0", "customer.topic_1");
        List<Feature> features = pipeline.features().features();
        assertThat(features.get(0).definition())
                .isEqualTo(
                        "AVG OF VECTORS " + MEANING + " of 2 floats of tickets help.Ticket (id ticket_id:string, time"
                                + " at:timestamp) by customer:string over 2592000000 lag 0 value 0");
        assertThat(features.get(2).definition())
                .isEqualTo(
                        "EXPR [](" + MEANING + ", 0) of tickets help.Ticket (id ticket_id:string, time at:timestamp)")
                .isEqualTo(features.get(4).definition());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model: aaaaaaaa    | model: 0aaaaaaa",
                "tokenizer: bbbbbbbb | tokenizer: 0bbbbbbb",
                "dimensions: 2}     | dimensions: 2, tokens: 255}",
                "dimensions: 2}     | dimensions: 2, overlong: refuse}",
                "dimensions: 2}     | dimensions: 2, pooling: first}",
                "dimensions: 2}     | dimensions: 2, normalise: false}",
            })
    void anotherWayToComputeItIsAnotherMeaning(String before, String after) {
        assertThat(compile(before, after).fingerprint()).isNotEqualTo(compile().fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tiny               | small",
                "meaning            | sense",
                "dimensions: 2}     | 'dimensions: 2, tokens: 256, overlong: truncate, pooling: mean, normalise: true, description: A model}'",
                "text: {expr: meaning} | text: {expr: meaning, dimensions: 2}",
                "{avg: meaning,     | '{avg: meaning, dimensions: 2,'",
            })
    void namesAndDefaultsChangeNoMeaning(String before, String after) {
        assertThat(compile(before, after).fingerprint()).isEqualTo(compile().fingerprint());
    }

    @Test
    void aVectorThatNoFeatureReadsIsNotComputed() {
        Pipeline pipeline = compile(
                "topic: {avg: meaning, window: 30d}", "n: {count: all, window: 30d}",
                "text: {expr: meaning}", "text: {expr: seconds}",
                "first: {expr: \"meaning[0]\"}", "first: {expr: seconds}");
        assertThat(pipeline.scored().vectors()).isEmpty();
        assertThat(pipeline.scored().type().slot("body")).isNegative();
    }

    @Test
    void aTextThatAnExpressionReadsIsKept() {
        Pipeline pipeline = compile("first: {expr: \"meaning[0]\"}", "first: {expr: body != null}");
        assertThat(pipeline.scored().vectors()).extracting(ContentVector::keep).containsExactly(true);
    }

    @Test
    void featuresAreItsNumbersAndMissingWithoutIt() {
        Pipeline pipeline = compile();
        Evaluator evaluator = new Evaluator(pipeline.features());
        double[] row =
                evaluator.evaluate(ticket(1, NumberVector.ofFloats(0.5f, -2))).row();
        assertThat(row).containsExactly(0.5, -2, 0.5, -2, 0.5);
        row = evaluator.evaluate(ticket(2, NumberVector.ofFloats(1.5f, 4))).row();
        assertThat(row).containsExactly(1, 1, 1.5, 4, 1.5);
        row = evaluator.evaluate(ticket(3, null)).row();
        assertThat(row).containsExactly(1, 1, Double.NaN, Double.NaN, Double.NaN);
    }

    private static Event ticket(long time, @Nullable NumberVector meaning) {
        long nulls = 1L << 3 | (meaning == null ? 1L << 4 : 0);
        return new Event(
                0,
                0,
                time,
                -1,
                -1,
                Long.toString(time),
                time,
                nulls,
                new long[] {0, time, 0, 0, 0},
                new @Nullable String[] {Long.toString(time), null, "c", null, null},
                new @Nullable NumberVector[] {null, null, null, null, meaning});
    }

    @Test
    void aVectorOfTheRecordsIsAFeatureForEachNumberToo() {
        Pipeline pipeline = compile("text: {expr: meaning}", "text: {expr: given, dimensions: 3}");
        assertThat(pipeline.inputs()).contains("ticket.text_0", "ticket.text_1", "ticket.text_2");
        assertThat(pipeline.scored().type().fields())
                .contains(new EventType.Field("given", FieldKind.FLOATS, false, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text: body | text: boddy | p.yaml:11 sources.tickets.vectors.meaning.text: \"boddy\" is not a field of help.Ticket; did you mean \"body\"?",
                "text: body | text: seconds | p.yaml:11 sources.tickets.vectors.meaning.text: field \"seconds\" is a DOUBLE; expected a STRING",
                "text: body | text: words | p.yaml:11 sources.tickets.vectors.meaning.text: field \"words\" of help.Ticket is of type array of string, which can't be used; usable are int, long, float, double, boolean, string, enum, timestamps in milliseconds or microseconds, and arrays of float or double, each also as a union with null",
                "encoder: tiny | encoder: tine | p.yaml:11 sources.tickets.vectors.meaning.encoder: \"tine\" is not an encoder; did you mean \"tiny\"?",
                ", encoder: tiny | `` | p.yaml:11 sources.tickets.vectors.meaning: has no \"encoder\"; write for example encoder: minilm",
                "meaning: | body: | p.yaml:11 sources.tickets.vectors.body: \"body\" is a field of help.Ticket already; choose another name",
                "dimensions: 2 | dimensions: 5000 | p.yaml:3 encoders.tiny.dimensions: is 5000; expected a whole number from 1 to 4096",
                "dimensions: 2 | dimensions: 2, tokens: 2 | p.yaml:3 encoders.tiny.tokens: is 2; expected at least 3, for two of them begin and end the text",
                "dimensions: 2 | dimensions: 2, pooling: max | p.yaml:3 encoders.tiny.pooling: \"max\" is none of mean, first, none",
                "dimensions: 2 | dimensions: 2, dims: 4 | p.yaml:3 encoders.tiny.dims: \"dims\" is not known here; known are model, tokenizer, dimensions, tokens, overlong, pooling, normalise, description, owner, tags",
                "model: aaaa | model: gaaa | p.yaml:3 encoders.tiny.model: \"gaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\" is no SHA-256; write the 64 hex digits that millrace models keep prints",
                "{avg: meaning, | {avg: meaning, dimensions: 3, | p.yaml:16 features.customer.topic.dimensions: is 3, but \"meaning\" has 2 numbers; leave dimensions out",
                "{avg: meaning, | {max: meaning, | p.yaml:16 features.customer.topic.max: \"meaning\" is a vector; expected a number, for example meaning[0]",
                "text: {expr: meaning} | text: {expr: meaning, dimensions: 3} | p.yaml:18 features.ticket.text.dimensions: is 3, but \"meaning\" has 2 numbers; leave dimensions out",
                "text: {expr: meaning} | text: {expr: seconds, dimensions: 3} | p.yaml:18 features.ticket.text.dimensions: belongs to a vector, an array of float or double",
                "text: {expr: meaning} | text: {expr: given} | p.yaml:18 features.ticket.text.expr: is a vector; write how many numbers it has, for example dimensions: 384, or name one of them: given[0]",
                "dimensions: 2} | dimensions: 2000} | p.yaml:16 features.customer.topic: is about \"meaning\", which has 2000 numbers; a window takes at most 1024",
            })
    void whatCantBeIsRefused(String before, String after, String problem) {
        assertThat(Definitions.problems(text(replace(before, after)))).contains(problem);
    }

    @Test
    void featuresAgreeOnHowManyNumbersAVectorHas() {
        String yaml = replace(
                "topic: {avg: meaning,", "topic: {avg: given, dimensions: 4,",
                "text: {expr: meaning}", "text: {expr: given, dimensions: 3}");
        assertThat(Definitions.problems(text(yaml)))
                .containsExactly("p.yaml:18 features.ticket.text.dimensions: is 3, but another feature says that"
                        + " \"given\" has 4 numbers; an event with another number is not accepted, so write the same");
    }
}
