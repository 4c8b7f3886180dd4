package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The JSON Schema that editors use says what the compiler says, as far as a schema can. */
class PipelineSchemaTest {
    private static final Path FILE = Path.of("schemas/pipeline.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document = JSON.readTree(Files.readString(FILE));
    private final JsonSchema schema =
            JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(document);

    PipelineSchemaTest() throws IOException {}

    @Test
    void thePipelinesOfTheProjectAreValid() throws IOException {
        for (String name : List.of("card-fraud", "flight-delay")) {
            assertThat(complaints(Files.readString(Path.of("jobs", name, "pipeline.yaml"))))
                    .as(name)
                    .isEmpty();
        }
        assertThat(complaints(Definitions.SHOP)).isEmpty();
        assertThat(complaints(Definitions.SHOP + Definitions.TESTS)).isEmpty();
    }

    @Test
    void textsAndImagesAreValid() throws IOException {
        assertThat(complaints(Files.readString(Path.of("jobs/support-tickets/pipeline.yaml"))))
                .isEmpty();
        assertThat(complaints(ImageDefinitionsTest.PHOTOS)).isEmpty();
        assertThat(complaints(ImageDefinitionsTest.PHOTOS.replace("photo,", "file, digest: sha256, largest: 1MiB,")))
                .isEmpty();
        assertThat(complaints(ImageDefinitionsTest.PHOTOS.replace("resize: [2, 1], ", "")))
                .isNotEmpty();
        assertThat(complaints(ImageDefinitionsTest.PHOTOS.replace("channels: grey", "text: photo")))
                .isNotEmpty();
        assertThat(complaints(ImageDefinitionsTest.ENCODED)).isEmpty();
        assertThat(complaints(ImageDefinitionsTest.ENCODED.replace("{model: ", "{tokens: 9, model: ")))
                .isNotEmpty();
    }

    @Test
    void deletesAreValidWithDuplicates() throws IOException {
        String yaml = Definitions.shop("topic: orders,", "topic: orders, duplicates: 1d, deletes: true,");
        assertThat(complaints(yaml)).isEmpty();
        assertThat(complaints(Definitions.shop("topic: orders,", "topic: orders, deletes: false,")))
                .isEmpty();
        assertThat(Definitions.problems(yaml)).isEmpty();
    }

    @Test
    void erasuresAreValid() throws IOException {
        assertThat(complaints(Definitions.erasable())).isEmpty();
        assertThat(Definitions.problems(Definitions.erasable())).isEmpty();
    }

    @Test
    void everyAggregateIsValid() throws IOException {
        assertThat(complaints(Definitions.EVERY)).isEmpty();
        assertThat(Definitions.problems(Definitions.EVERY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum: price, window: livetime",
                "sum: price, windows: [lifetime, lifetime]",
                "sum: price, window: 1d, includes_current: 1",
                "sum: price, window: 1d, includes_current: 'false'",
                "sum: price, window: 1d, empty: none",
                "sum: price, window: 1d, empty: '0'",
                "sum: price, window: 1d, session: 30m",
                "sum: price, windows: [1d], session: 30m",
                "sum: price, at_most: 1d",
                "sum: price, window: 1d, at_most: 2d",
                "sum: price, session: lifetime",
                "sum: price, session: [30m]",
                "sum: price, session: 30m, accuracy: exact",
                "sum: price, window: 1d, accuracy: exakt",
                "sum: price, window: 1d, accuracy: {}",
                "sum: price, window: 1d, accuracy: {hop: 5}",
                "sum: price, window: 1d, accuracy: {hop: 5m, hops: 5m}",
                "sum: price, window: lifetime, accuracy: {hop: 5m}",
                "sum: price, windows: [1d, lifetime], accuracy: {hop: 5m}",
                "sum: price, window: 1d, k: 2",
                "sum: price, window: 1d, half_life: 1h",
                "sum: price, window: 1d, sum_of: 1",
                "sum: price, window: 1d, by: status",
                "sum: price, window: 1d, groups: [A]",
                "sum: price, window: 1d, largest: 3",
                "sum: price, window: 1d, by: status, groups: [OPEN], largest: 3",
                "sum: price, window: 1d, by: status, groups: []",
                "sum: price, window: 1d, by: status, groups: ['']",
                "sum: price, window: 1d, by: status, groups: OPEN",
                "sum: price, window: 1d, by: status, groups: [OPEN, OPEN]",
                "sum: price, window: 1d, by: status, largest: 0",
                "sum: price, window: 1d, by: status, largest: 101",
                "min: price, window: 1d, by: status, largest: 3",
                "top: price, window: 1d, k: 0",
                "top: price, window: 1d, k: 101",
                "top: price, window: 1d, k: 1.5",
                "top: price, window: 1d, k: two",
                "top: price, window: 1d, categories: [A]",
                "last: status, window: 1d, categories: []",
                "last: status, window: 1d, categories: [A, A]",
                "last: status, window: 1d, categories: A",
                "last: status, window: 1d, categories: [1]",
                "distinct: note, window: 1d, bound: 0",
                "distinct: note, window: 1d, bound: 100001",
                "quantiles: price, window: 1d",
                "quantiles: price, window: 1d, at: []",
                "quantiles: price, window: 1d, at: 0.5",
                "quantiles: price, window: 1d, at: [1.5]",
                "quantiles: price, window: 1d, at: [0.5, 0.5]",
                "quantiles: price, window: 1d, at: [0.5], error: 0.01",
                "quantiles: price, window: 1d, at: [0.5], error: one",
                "avg: price, window: 1d, at: [0.5]",
                "avg: price, window: 1d, error: 1%",
                "avg: price, window: 1d, bound: 10",
                "avg: price, window: 1d, edges: [1]",
                "histogram: price, window: 1d",
                "histogram: price, window: 1d, edges: []",
                "histogram: price, window: 1d, edges: [1, 1]",
                "histogram: price, window: 1d, edges: [low]",
                "decayed_sum: price, window: 1d",
                "decayed_sum: price, window: 1d, half_life: soon",
                "decayed_sum: price, window: lifetime, half_life: 1h",
                "decayed_mean: price, windows: [1d, lifetime], half_life: 1h",
                "since_last: price, window: 1d, includes_current: false",
                "gap_mean: price, window: 1d",
                "streak: express, count: all, window: 1d",
                "custom: squared_cents, window: 1d",
                "custom: squared_cents, of: [], window: 1d",
                "custom: geo_spread, of: [price, price, price], window: 1d",
                "custom: squared_cents, of: {a: 1}, window: 1d",
                "custom: 5, of: price, window: 1d",
                "custom: squared_cents, of: price, parameters: 5, window: 1d",
                "custom: squared_cents, of: price, parameters: {scale: {a: 1}}, window: 1d",
                "custom: squared_cents, of: price, parameters: {scale: []}, window: 1d",
                "custom: squared_cents, of: price, k: 3, window: 1d",
                "sum: price, of: price, window: 1d",
                "sum: price, parameters: {}, window: 1d",
            })
    void schemaAndCompilerRefuseTheSameFeature(String feature) throws IOException {
        String yaml = Definitions.one(feature);
        assertThat(complaints(yaml)).as("by the schema").isNotEmpty();
        assertThat(Definitions.problems(yaml)).as("by the compiler").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[customer, customer]", "[5]", "{a: b}", "5"})
    void schemaAndCompilerRefuseTheSameEntity(String entity) throws IOException {
        String yaml = Definitions.shop("entity: customer", "entity: " + entity);
        assertThat(complaints(yaml)).as("by the schema").isNotEmpty();
        assertThat(Definitions.problems(yaml)).as("by the compiler").isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "pipeline: shop ~ ``",
                "pipeline: shop ~ pipeline: Shop",
                "pipeline: shop ~ pipeline: shop\\nextra: 1",
                "pipeline: shop ~ pipeline: shop\\ndelivery: fast-exact",
                "pipeline: shop ~ pipeline: shop\\nlate: 5",
                "pipeline: shop ~ pipeline: shop\\ndescription: 5",
                "pipeline: shop ~ pipeline: shop\\ndescription:",
                "topic: orders, ~ ``",
                "topic: orders, ~ topic: or ders,",
                "topic: orders, ~ topic: orders, lateness: 10x,",
                "topic: orders, ~ topic: orders, largest: big,",
                "topic: orders, ~ topic: orders, deletes: 1, duplicates: 1d,",
                "topic: orders, ~ topic: orders, deletes: true,",
                "topic: orders, ~ topic: orders, tags: a,",
                "topic: orders, ~ topic: orders, file: {delays: 1d},",
                "window: 36h, ~ ``",
                "window: 36h ~ window: 36h, windows: [1d]",
                "windows: [1d, 7d] ~ windows: []",
                "windows: [1d, 7d] ~ windows: [1d, 1d]",
                "max: quantity ~ median: quantity",
                "max: quantity ~ max: quantity, min: quantity",
                "max: quantity ~ max: quantity, expr: price",
                "count: {count: all ~ count: {count: orders",
                "entity: customer ~ entty: customer",
                "entity: customer ~ entity: customer\\n    erase: 5",
                "entity: customer ~ entity: customer\\n    erase: [returns]",
                "name: m, ~ ``",
                "name: m, ~ name: m, decision: {threshold: 1.5},",
                "[order.*, customer.spend, customer.rate_1d] ~ []",
                "[order.*, customer.spend, customer.rate_1d] ~ order.*",
                "horizon: 14d ~ horizon: soon",
                "horizon: 14d ~ horizon: 14d, absent: none",
                "join: order_id, ~ ``",
            })
    void schemaAndCompilerRefuseTheSame(String part, String replacement) throws IOException {
        String yaml = Definitions.shop(part, replacement == null ? "" : replacement.replace("\\n", "\n"));
        assertThat(complaints(yaml)).as("by the schema").isNotEmpty();
        assertThat(Definitions.problems(yaml)).as("by the compiler").isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "name: sums ~ ``",
                "name: sums ~ name: sums\\n    only: true",
                "given: ~ givn:",
                "orders: [ ~ orders: [5, ",
                "at: 1d, price: 2.5 ~ at: 5, price: 2.5",
                "expect: {at: 1d, ~ expect: {",
                "customer.spend: 5 ~ customer.spend: five",
                "customer.spend: 5 ~ customer.spend: {about: 5}",
                "customer.spend: 5 ~ customer.spend: {about: 5, within: -1}",
                ", customer.returned_24h: 0, order.ratio: {about: 0.5, within: 0.01}, customer.spend: 5 ~ ``",
            })
    void schemaAndCompilerRefuseTheSameTests(String part, String replacement) throws IOException {
        String tests = Definitions.TESTS.replace(part, replacement == null ? "" : replacement.replace("\\n", "\n"));
        assertThat(tests).isNotEqualTo(Definitions.TESTS);
        assertThat(complaints(Definitions.SHOP + tests)).as("by the schema").isNotEmpty();
        assertThat(Definitions.problems(Definitions.SHOP + tests))
                .as("by the compiler")
                .isNotEmpty();
    }

    @Test
    void schemaAndCompilerKnowTheSameKeys() {
        assertThat(keys("")).containsExactlyInAnyOrderElementsOf(Keys.PIPELINE);
        assertThat(keys("/$defs/source")).containsExactlyInAnyOrderElementsOf(Keys.SOURCE);
        assertThat(keys("/$defs/source/properties/file")).containsExactlyInAnyOrderElementsOf(Keys.FILE);
        assertThat(keys("/$defs/featureSet")).containsExactlyInAnyOrderElementsOf(Keys.FEATURE_SET);
        assertThat(keys("/$defs/windowed")).containsExactlyInAnyOrderElementsOf(Keys.WINDOWED);
        assertThat(keys("/$defs/derived")).containsExactlyInAnyOrderElementsOf(Keys.DERIVED);
        assertThat(keys("/$defs/model")).containsExactlyInAnyOrderElementsOf(Keys.MODEL);
        assertThat(keys("/$defs/model/properties/decision")).containsExactlyInAnyOrderElementsOf(Keys.DECISION);
        assertThat(keys("/$defs/outcome")).containsExactlyInAnyOrderElementsOf(Keys.OUTCOME);
        assertThat(keys("/$defs/test")).containsExactlyInAnyOrderElementsOf(Keys.TEST);
        assertThat(keys("/$defs/approximation")).containsExactlyInAnyOrderElementsOf(Keys.APPROXIMATION);
    }

    private List<String> keys(String pointer) {
        List<String> keys = new ArrayList<>();
        document.at(pointer + "/properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private List<String> complaints(String yaml) throws IOException {
        Object data = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        JsonNode node = JSON.valueToTree(data);
        return schema.validate(node).stream().map(Object::toString).toList();
    }
}
