package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums and means of vectors in a definition: what they come to, and what is refused. */
class VectorDefinitionsTest {
    static final String SCHEMA = """
            {"type": "record", "name": "View", "namespace": "shop", "fields": [
              {"name": "view_id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "seconds", "type": "double"},
              {"name": "embedding", "type": ["null", {"type": "array", "items": "float"}], "default": null},
              {"name": "topics", "type": {"type": "array", "items": "double"}},
              {"name": "words", "type": {"type": "array", "items": "string"}},
              {"name": "counts", "type": {"type": "array", "items": "int"}},
              {"name": "maybes", "type": {"type": "array", "items": ["null", "float"]}}]}
            """;
    static final String VIEWS = """
            pipeline: views
            sources:
              views: {topic: views, schema: view.avsc, id: view_id, time: at}
            features:
              customer:
                entity: customer
                source: views
                f: {FEATURE}
                g: {sum: topics, dimensions: 2, windows: [1d, lifetime]}
            model: {name: m, scores: views, inputs: [customer.*]}
            """;

    static PipelineText text(String yaml) {
        return new PipelineText("p.yaml", yaml, Map.of("view.avsc", SCHEMA));
    }

    private static Pipeline compile(String feature) {
        return PipelineCompiler.compile(text(VIEWS.replace("FEATURE", feature)));
    }

    private static List<String> problems(String feature) {
        return Definitions.problems(text(VIEWS.replace("FEATURE", feature)));
    }

    @Test
    void aVectorGivesAFeatureForEachComponent() {
        Pipeline pipeline = compile("avg: embedding, dimensions: 3, window: 7d, where: seconds > 2.0, empty: missing");

        List<Feature> features = pipeline.features().features();
        assertThat(features)
                .extracting(Feature::name)
                .containsExactly(
                        "customer.f_0",
                        "customer.f_1",
                        "customer.f_2",
                        "customer.g_1d_0",
                        "customer.g_1d_1",
                        "customer.g_lifetime_0",
                        "customer.g_lifetime_1");
        assertThat(features).extracting(Feature::kind).containsOnly(FeatureKind.REAL);
        assertThat(features.get(1).definition())
                .isEqualTo(
                        "AVG OF VECTORS embedding:vector of 3 floats where >(seconds:double, 0x1.0p1) of views shop.View"
                                + " (id view_id:string, time at:timestamp) by customer:string over 604800000 lag 0 empty missing value 1");
        assertThat(features.get(3).definition())
                .isEqualTo(
                        "SUM OF VECTORS topics:vector of 2 doubles of views shop.View (id view_id:string, time at:timestamp)"
                                + " by customer:string over 86400000 lag 0 value 0");
        assertThat(pipeline.sources().get(0).type().fields())
                .contains(
                        new EventType.Field("embedding", FieldKind.FLOATS, false, 3),
                        new EventType.Field("topics", FieldKind.DOUBLES, false, 2));
    }

    @Test
    void theNumberOfDimensionsIsPartOfTheFingerprint() {
        String three = compile("avg: embedding, dimensions: 3, window: 7d").fingerprint();

        assertThat(compile("avg: (embedding), dimensions: 3, window: 168h").fingerprint())
                .isEqualTo(three);
        assertThat(compile("avg: embedding, dimensions: 4, window: 7d").fingerprint())
                .isNotEqualTo(three);
        assertThat(compile("sum: embedding, dimensions: 3, window: 7d").fingerprint())
                .isNotEqualTo(three);
    }

    @Test
    void expressionsReadANumberOfAVector() {
        assertThat(problems("sum: 'embedding[0] * 2.0', window: 1d")).isEmpty();
        assertThat(problems("count: all, where: embedding != null, window: 1d")).isEmpty();
        assertThat(problems("sum: embedding, dimensions: 4, where: 'embedding[3] > 0.5', window: 1d"))
                .isEmpty();
        assertThat(problems("expr: 'embedding == null ? 0.0 : embedding[1]'")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'embedding[0]', 0.5",
        "'embedding[2] * 2.0', 6",
        "'embedding[int(seconds) - 6]', -1",
        "'embedding[3]', NaN",
        "'embedding[-1]', NaN",
        "'topics[0]', NaN",
        "'embedding == null ? 1 : 0', 0",
        "'topics == null ? 1 : 0', 1",
        "'topics != null ? 1 : 0', 0"
    })
    void expressionsOfVectorsHaveValues(String expression, double value) {
        Pipeline pipeline = compile("expr: '" + expression + "'");
        EventType type = pipeline.sources().get(0).type();
        int slots = type.fields().size();
        long[] bits = new long[slots];
        @Nullable NumberVector[] vectors = new @Nullable NumberVector[slots];
        if (type.slot("seconds") >= 0) {
            bits[type.slot("seconds")] = Double.doubleToRawLongBits(7);
        }
        if (type.slot("embedding") >= 0) {
            vectors[type.slot("embedding")] = NumberVector.ofFloats(0.5f, -1, 3);
        }
        Event event = new Event(0, 0, 0, 0, 0, "v", 0, 0, bits, new @Nullable String[slots], vectors);

        assertThat(pipeline.features().derived().get(0).expression().eval(event, new double[0]))
                .isEqualTo(Double.valueOf(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            avg: embedding, window: 1d                                   | p.yaml:8 features.customer.f: is about a vector; write how many numbers it has, for example dimensions: 384
            avg: seconds, dimensions: 3, window: 1d                      | p.yaml:8 features.customer.f.dimensions: belongs to a vector, an array of float or double; "seconds" is a double
            avg: embedding, dimensions: 0, window: 1d                    | p.yaml:8 features.customer.f.dimensions: is 0; expected a whole number from 1 to 1024
            avg: embedding, dimensions: 1025, window: 1d                 | p.yaml:8 features.customer.f.dimensions: is 1025; expected a whole number from 1 to 1024
            max: seconds, dimensions: 3, window: 1d                      | p.yaml:8 features.customer.f.dimensions: means nothing with max; it belongs to sum, avg
            max: embedding, window: 1d                                   | p.yaml:8 features.customer.f.max: "embedding" is a vector; expected a number, for example embedding[0]
            distinct: embedding, window: 1d                              | p.yaml:8 features.customer.f.distinct: "embedding" is a vector; expected a number or a string, for example embedding[0]
            sum: topics, dimensions: 3, window: 1d                       | p.yaml:9 features.customer.g.dimensions: is 2, but another feature says that "topics" has 3 numbers; an event with another number is not accepted, so write the same
            sum: topics, dimensions: 2, by: customer, largest: 3, window: 1d | p.yaml:8 features.customer.f.dimensions: can't stand beside by: there are no groups of vectors; write a feature with where for each
            sum: topics, by: customer, largest: 3, window: 1d            | p.yaml:8 features.customer.f: has groups of a vector, which can't be; write a feature with where for each group
            sum: words, dimensions: 2, window: 1d                        | p.yaml:8 features.customer.f.sum: field "words" of shop.View is of type array of string, which can't be used; usable are int, long, float, double, boolean, string, enum, timestamps in milliseconds or microseconds, and arrays of float or double, each also as a union with null
            sum: counts, dimensions: 2, window: 1d                       | p.yaml:8 features.customer.f.sum: field "counts" of shop.View is of type array of int, which can't be used; usable are int, long, float, double, boolean, string, enum, timestamps in milliseconds or microseconds, and arrays of float or double, each also as a union with null
            sum: maybes, dimensions: 2, window: 1d                       | p.yaml:8 features.customer.f.sum: field "maybes" of shop.View is of type array of union, which can't be used; usable are int, long, float, double, boolean, string, enum, timestamps in milliseconds or microseconds, and arrays of float or double, each also as a union with null
            sum: embedding * 2.0, dimensions: 2, window: 1d              | p.yaml:8 features.customer.f.sum: "embedding * 2.0": * does not take (vector, double); of a vector, expressions can take a number, for example embedding[0], and ask whether it is null
            count: all, where: embedding == topics, window: 1d           | p.yaml:8 features.customer.f.where: "embedding == topics": ==(vector, vector) is not supported; of a vector, expressions can take a number, for example embedding[0], and ask whether it is null
            'sum: "seconds > 1.0 ? embedding : topics", dimensions: 2, window: 1d' | p.yaml:8 features.customer.f.sum: "seconds > 1.0 ? embedding : topics": ?:(bool, vector, vector) is not supported; of a vector, expressions can take a number, for example embedding[0], and ask whether it is null
            expr: embedding                                              | p.yaml:8 features.customer.f.expr: is a vector; write how many numbers it has, for example dimensions: 384, or name one of them: embedding[0]
            """)
    void whatCantBeIsRefused(String feature, String problem) {
        String written = feature.startsWith("'") ? feature.substring(1, feature.length() - 1) : feature;
        assertThat(problems(written)).containsExactly(problem);
    }

    @Test
    void aVectorIsNoKey() {
        String yaml = VIEWS.replace("FEATURE", "count: all, window: 1d").replace("entity: customer", "entity: topics");
        assertThat(Definitions.problems(text(yaml)))
                .containsExactly(
                        "p.yaml:6 features.customer.entity: field \"topics\" of source views is a DOUBLES; an entity's key is a STRING or a LONG");
    }

    @Test
    void aTestWritesAVectorAsAList() {
        String yaml = VIEWS.replace("FEATURE", "avg: embedding, dimensions: 2, window: 1d") + """
                tests:
                  - name: vectors
                    given: {views: [{at: 0d, customer: a, embedding: [0.5, -1], topics: [1, 1.0e300]}]}
                    expect: {at: 0d, customer.f_0: 0.5, customer.f_1: -1, customer.g_1d_1: 1.0e300}
                """;
        assertThat(Definitions.problems(text(yaml))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            0.5               | p.yaml:13 tests[0].given.views[0].embedding: is no list; a vector is written as its numbers, for example [0.5, -1, 2]
            [0.5, x]          | p.yaml:13 tests[0].given.views[0].embedding[1]: is "x"; expected a number
            [0.5, 1.0e300]    | p.yaml:13 tests[0].given.views[0].embedding[1]: is too large for a float
            [0.5]             | p.yaml:13 tests[0].given.views[0]: has 1 numbers in embedding, but 2 are declared; the stream would not accept it
            """)
    void aVectorOfATestMustFit(String vector, String problem) {
        String yaml =
                VIEWS.replace("FEATURE", "avg: embedding, dimensions: 2, window: 1d") + """
                tests:
                  - name: vectors
                    given: {views: [{at: 0d, customer: a, embedding: VECTOR}]}
                    expect: {at: 0d, customer.f_0: 0.5}
                """.replace("VECTOR", vector);
        assertThat(Definitions.problems(text(yaml))).containsExactly(problem);
    }
}
