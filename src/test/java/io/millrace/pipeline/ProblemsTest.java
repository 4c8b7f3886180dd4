package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users are told when a definition is wrong. */
class ProblemsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "topic: orders, ~ topics: orders, ~ p.yaml:3 sources.orders: has no \"topic\"; write for example topic: orders",
                "topic: orders, ~ topic: orders, topik: x, ~ p.yaml:3 sources.orders.topik: \"topik\" is not known here; did you mean \"topic\"?",
                "topic: orders, ~ topic: or ders, ~ p.yaml:3 sources.orders.topic: \"or ders\" is no Kafka topic; use letters, digits, . _ and -",
                "topic: orders, ~ topic: 5, ~ p.yaml:3 sources.orders.topic: is the number 5; expected a text",
                "topic: orders, ~ topic: orders, deletes: true, ~ p.yaml:3 sources.orders.deletes: needs \"duplicates\", which says how long after it came an event can be deleted; write for example duplicates: 30d",
                "topic: orders, ~ topic: orders, deletes: true, duplicates: 0s, ~ p.yaml:3 sources.orders.deletes: needs \"duplicates\", which says how long after it came an event can be deleted; write for example duplicates: 30d",
                "topic: orders, ~ topic: orders, deletes: 1, duplicates: 1d, ~ p.yaml:3 sources.orders.deletes: is the number 1; expected true or false",
                "schema: order.avsc ~ schema: ordr.avsc ~ p.yaml:3 sources.orders.schema: there is no schema file \"ordr.avsc\"; paths are relative to the project's root",
                "id: order_id, ~ id: ordr_id, ~ p.yaml:3 sources.orders.id: \"ordr_id\" is not a field of shop.Order; did you mean \"order_id\"?",
                "id: order_id, ~ id: express, ~ p.yaml:3 sources.orders.id: field \"express\" is a BOOLEAN; expected a STRING or a LONG",
                "time: at}\\n  returns ~ time: quantity}\\n  returns ~ p.yaml:3 sources.orders.time: field \"quantity\" is a LONG; expected a TIMESTAMP",
                "window: 36h ~ window: 10x ~ p.yaml:11 features.customer.most.window: \"10x\" is not a duration; write for example \"10m\", \"7d\" or \"1d12h\" (units d, h, m, s, ms; at most 100 years)",
                "window: 36h ~ window: 0s ~ p.yaml:11 features.customer.most.window: is 0; expected a duration of at least 1ms",
                "window: 36h, ~ `` ~ p.yaml:11 features.customer.most: has no window; write for example window: 7d, windows: [1d, 7d] or session: 30m",
                "window: 36h ~ window: 36h, windows: [1d] ~ p.yaml:11 features.customer.most: has both window and windows; keep one of them",
                "windows: [1d, 7d] ~ windows: [1d, 24h] ~ p.yaml:9 features.customer.count.windows[1]: is as long as another window of this feature; remove one",
                "max: quantity ~ median: quantity ~ p.yaml:11 features.customer.most.median: \"median\" is not known here",
                "max: quantity ~ max: quantity, min: quantity ~ p.yaml:11 features.customer.most: has max and min; a feature is exactly one of them",
                "max: quantity ~ max: quantty ~ p.yaml:11 features.customer.most.max: \"quantty\" is not a field of shop.Order; did you mean \"quantity\"?",
                "max: quantity ~ max: lines ~ p.yaml:11 features.customer.most.max: field \"lines\" of shop.Order is of type array of string, which can't be used",
                "max: quantity ~ max: express ~ p.yaml:11 features.customer.most.max: \"express\" is a bool; expected a number, for example express ? 1 : 0",
                "max: quantity ~ max: quantity * 2.0 ~ p.yaml:11 features.customer.most.max: \"quantity * 2.0\": * does not take (int, double); write whole numbers as doubles",
                "max: quantity ~ max: quantity + ~ p.yaml:11 features.customer.most.max: \"quantity +\": is no expression (column 11)",
                "max: quantity ~ max: customer.spend ~ p.yaml:11 features.customer.most.max: \"customer.spend\" is not a field of shop.Order",
                "status == 'PAID' ~ quantity ~ p.yaml:10 features.customer.spend.where: \"quantity\" is a int; expected a condition",
                "count: {count: all ~ count: {count: orders ~ p.yaml:9 features.customer.count.count: \"orders\" can't be counted; write count: all",
                "entity: customer ~ entity: custmer ~ p.yaml:7 features.customer.entity: \"custmer\" is not a field of shop.Order; did you mean \"customer\"?",
                "entity: customer ~ entity: quantity ~ p.yaml:7 features.customer.entity: \"quantity\" is not a field of shop.Return",
                "entity: customer ~ entty: customer ~ p.yaml:7 features.customer.entty: is not a feature, which is a mapping such as {count: all, window: 7d}; did you mean \"entity\"?",
                "source: orders\\n ~ source: oders\\n ~ p.yaml:8 features.customer.source: \"oders\" is not a source; did you mean \"orders\"?",
                "expr: price} ~ expr: prise} ~ p.yaml:15 features.order.price.expr: \"prise\" is neither a field of source orders nor a feature; did you mean \"price\"?",
                "expr: price} ~ expr: customer.count} ~ p.yaml:15 features.order.price.expr: \"customer.count\" has a feature for each window; name one of customer.count_1d, customer.count_7d",
                "expr: price} ~ expr: status} ~ p.yaml:15 features.order.price.expr: is a string; a feature is a number or a bool",
                "expr: price} ~ expr: twice} ~ p.yaml:15 features.order.price.expr: needs itself",
                "returned: {source: returns, count: all, windows: [24h, 30d]} ~ returned: {source: returns, count: all, windows: [3d]} ~ p.yaml:13 features.customer.rate.expr: the features that \"count == 0 ? 0.0 : double(returned) / double(count)\" names share no window: [1d, 7d] and [3d]",
                "most: {max ~ count_1d: {max ~ p.yaml:11 features.customer.count_1d: \"customer.count_1d\" is the name of another feature already; rename one of the two",
                "ratio: {expr: ~ quantity: {expr: ~ p.yaml:17 features.order.twice.expr: \"ratio\" is neither",
                "twice: {expr: \"ratio * ~ quantity: {count: all, window: 1d}\\n    twice: {expr: \"ratio * ~ p.yaml:17 features.order.quantity: has a window, but its feature set has no entity",
                "order:\\n ~ in:\\n ~ p.yaml:15 features.in: \"in\" is a word of the expression language; choose another name",
                "scores: orders ~ scores: order ~ p.yaml:18 model.scores: \"order\" is not a source; did you mean \"orders\"?",
                "customer.spend, customer.rate_1d] ~ customer.spent] ~ p.yaml:18 model.inputs[1]: \"customer.spent\" is not a feature; did you mean \"customer.spend\"?",
                "customer.spend, customer.rate_1d] ~ order.price] ~ p.yaml:18 model.inputs[1]: \"order.price\" is an input already; each feature is given once",
                "customer.spend, customer.rate_1d] ~ customer.rate] ~ p.yaml:18 model.inputs[1]: \"customer.rate\" has a feature for each window; name customer.rate_1d",
                "[order.*, customer.spend, customer.rate_1d] ~ [] ~ p.yaml:18 model.inputs: is empty; name the features that the model takes",
                "name: m, ~ name: m, decision: {threshold: 1.5}, ~ p.yaml:18 model.decision.threshold: is 1.5; expected a score from 0 to 1",
                "name: m, ~ name: m, segment_by: custmer, ~ p.yaml:18 model.segment_by: \"custmer\" is not a field of shop.Order; did you mean \"customer\"?",
                "name: m, ~ name: m, segment_by: price, ~ p.yaml:18 model.segment_by: \"price\" is a double; expected a string or an int",
                "name: m, ~ name: m, segment_by: express, ~ p.yaml:18 model.segment_by: \"express\" is a bool; expected a string or an int, for example express ? 'a' : 'b'",
                "name: m, ~ name: m, segment_by: customer.count_1d, ~ p.yaml:18 model.segment_by: \"customer.count_1d\" is not a field of shop.Order",
                "name: m, ~ name: m, segment_by: quantity +, ~ p.yaml:18 model.segment_by: \"quantity +\": is no expression (column 11)",
                "name: m, ~ name: m, segment_by: [customer], ~ p.yaml:18 model.segment_by: is a list; expected a single value",
                "join: order_id ~ join: customer ~ p.yaml:19 outcome.join: field \"customer\" is a STRING, but the id of orders that it holds is a LONG",
                "returns: {topic: returns, schema: return.avsc, id: return_id, time: at}\\nfeatures:\\n  customer:\\n    entity: customer\\n ~ returns: {topic: returns, schema: return.avsc, id: return_id, time: at}\\nfeatures:\\n  customer:\\n    erase: gone\\n    entity: customer\\n ~ p.yaml:7 features.customer.erase: \"gone\" is not a source",
                "returns: {topic: returns, schema: return.avsc, id: return_id, time: at}\\nfeatures:\\n  customer:\\n    entity: customer\\n ~ returns: {topic: returns, schema: return.avsc, id: return_id, time: at}\\n  gone: {topic: g, schema: return.avsc, id: return_id, time: at}\\nfeatures:\\n  customer:\\n    erase: gone\\n    entity: [customer, quantity]\\n ~ p.yaml:8 features.customer.erase: names gone, but \"quantity\" is not a field of shop.Return; known are return_id, order_id, at, customer; an erasure has every field of the entity",
                "returns: {topic: returns, schema: return.avsc, id: return_id, time: at}\\nfeatures:\\n  customer:\\n    entity: customer\\n ~ returns: {topic: returns, schema: return.avsc, id: return_id, time: at}\\n  gone: {topic: g, schema: return.avsc, id: return_id, time: at, deletes: true, duplicates: 1d}\\nfeatures:\\n  customer:\\n    erase: gone\\n    entity: customer\\n ~ p.yaml:8 features.customer.erase: names gone, which declares deletes; an erasure can't be taken back, so leave out deletes there",
                "entity: customer\\n ~ entity: customer\\n    erase: orders\\n ~ p.yaml:8 features.customer.erase: names orders, whose events are scored; an erasure comes from a source of its own",
                "entity: customer\\n ~ entity: customer\\n    erase: returns\\n ~ p.yaml:8 features.customer.erase: names returns, whose events this set counts; an erasure comes from another source",
                "order:\\n ~ order:\\n    erase: returns\\n ~ p.yaml:15 features.order.erase: is of no use: no feature of this set has a window, so that nothing is kept of an entity; leave it out",
                "pipeline: shop ~ pipeline: Shop ~ p.yaml:1 pipeline: \"Shop\" is no name of a pipeline",
                "pipeline: shop ~ pipeline: shop\\npipeline: shop ~ p.yaml:2 pipeline: is written twice; remove one of the two",
                "pipeline: shop ~ pipeline: shop\\ndelivery: fast-exact ~ p.yaml:2 delivery: \"fast-exact\" is not available yet; write transactional",
                "pipeline: shop ~ pipeline: shop\\ndelivery: transactionl ~ p.yaml:2 delivery: \"transactionl\" is not a delivery mode; did you mean \"transactional\"?",
                "pipeline: shop ~ pipeline: shop\\nlate: ~ p.yaml:2 late: is empty; expected a single value",
                "pipeline: shop ~ pipeline: shop: ~ p.yaml:1: is not YAML: mapping values are not allowed here",
            })
    void saysWhereWhatAndWhatToWrite(String part, String replacement, String expected) {
        String yaml = Definitions.shop(newlines(part), replacement == null ? "" : newlines(replacement));

        assertThat(Definitions.problems(yaml))
                .anySatisfy(problem -> assertThat(problem).contains(expected));
    }

    @Test
    void reportsAllProblemsAtOnceAndNothingThatFollowsFromThem() {
        String yaml = Definitions.SHOP
                .replace("max: quantity", "max: quantty")
                .replace("price / customer.spend", "price / customer.spendd")
                .replace("horizon: 14d", "horizon: soon");

        assertThat(Definitions.problems(yaml)).hasSize(3);
    }

    @Test
    void aBrokenSchemaIsReportedOnce() {
        assertThat(Definitions.problems(Definitions.shop("schema: order.avsc", "schema: gone.avsc")))
                .containsExactly("p.yaml:3 sources.orders.schema: there is no schema file \"gone.avsc\"; paths are"
                        + " relative to the project's root");
    }

    @Test
    void aSchemaThatIsNoneOrNoRecordIsReported() {
        assertThatThrownBy(() -> PipelineCompiler.compile(new PipelineText(
                        "p.yaml", Definitions.SHOP, Map.of("order.avsc", "{", "return.avsc", "\"string\""))))
                .hasMessageContaining("p.yaml:3 sources.orders.schema: \"order.avsc\" is no Avro schema: ")
                .hasMessageContaining(
                        "p.yaml:4 sources.returns.schema: \"return.avsc\" is the schema of a string; expected a record");
    }

    @Test
    void anEmptyFileAndEmptySectionsAreReported() {
        assertThat(Definitions.problems(""))
                .containsExactly("p.yaml: is empty; write at least pipeline, sources, features and model");
        assertThat(Definitions.problems("pipeline: p\nsources: {}\nfeatures: {}\nmodel: {}\n"))
                .contains(
                        "p.yaml:2 sources: is empty; declare at least one source",
                        "p.yaml:3 features: is empty; declare at least one feature set",
                        "p.yaml:4 model: has no \"name\"; write for example name: fraud");
    }

    @Test
    void aNameThatIsFieldAndFeatureIsReportedWhereItIsUsed() {
        String yaml = Definitions.SHOP
                .replace("ratio: {expr: \"price / customer.spend\"}", "quantity: {expr: \"price\"}")
                .replace("ratio * 2.0 + customer.rate_1d", "double(quantity)");

        assertThat(Definitions.problems(yaml))
                .containsExactly(
                        "p.yaml:17 features.order.twice.expr: \"quantity\" is both a field of source orders and"
                                + " the feature order.quantity; write order.quantity for the feature, or rename it to name the field");
    }

    @Test
    void moreFieldsThanAnEventHoldsAreReported() {
        String fields = IntStream.range(0, 70)
                .mapToObj(i -> ", {\"name\": \"f" + i + "\", \"type\": \"int\"}")
                .collect(Collectors.joining());
        String sum = IntStream.range(0, 70).mapToObj(i -> "f" + i).collect(Collectors.joining(" + "));
        String wide = Definitions.ORDER.replace("}]}", "}" + fields + "]}");
        PipelineText text = new PipelineText(
                "p.yaml",
                Definitions.shop("max: quantity", "max: " + sum),
                Map.of("order.avsc", wide, "return.avsc", Definitions.RETURN));

        assertThatThrownBy(() -> PipelineCompiler.compile(text))
                .hasMessage("p.yaml:3 sources: the pipeline uses 76 fields of source orders; at most 64 can be used");
    }

    @Test
    void anExpressionOfAbsurdDepthIsReported() {
        String deep = "(".repeat(3000) + "1" + ")".repeat(3000);
        assertThat(Definitions.problems(Definitions.shop("max: quantity", "max: " + deep)))
                .singleElement()
                .asString()
                .contains("features.customer.most.max");
    }

    private static String newlines(String text) {
        return text.replace("\\n", "\n");
    }
}
