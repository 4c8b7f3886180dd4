package io.millrace.pipeline;

import io.millrace.config.DefinitionException;
import io.millrace.config.Problem;
import java.util.List;
import java.util.Map;

/** Definitions for tests: a small right one, and what the compiler says of others. */
final class Definitions {
    static final String ORDER = """
            {"type": "record", "name": "Order", "namespace": "shop", "fields": [
              {"name": "order_id", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "customer", "type": "string"},
              {"name": "quantity", "type": "int"},
              {"name": "price", "type": ["null", "double"]},
              {"name": "express", "type": "boolean"},
              {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["OPEN", "PAID"]}},
              {"name": "lines", "type": {"type": "array", "items": "string"}},
              {"name": "note", "type": "string"}]}
            """;
    static final String RETURN = """
            {"type": "record", "name": "Return", "namespace": "shop", "fields": [
              {"name": "return_id", "type": "string"},
              {"name": "order_id", "type": "long"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": ["null", "string"]}]}
            """;
    static final Map<String, String> SCHEMAS = Map.of("order.avsc", ORDER, "return.avsc", RETURN);

    static final String SHOP = """
            pipeline: shop
            sources:
              orders: {topic: orders, schema: order.avsc, id: order_id, time: at}
              returns: {topic: returns, schema: return.avsc, id: return_id, time: at}
            features:
              customer:
                entity: customer
                source: orders
                count: {count: all, windows: [1d, 7d]}
                spend: {sum: price * double(quantity), where: "status == 'PAID'", window: 7d}
                most: {max: quantity, window: 36h, lag: 12h}
                returned: {source: returns, count: all, windows: [24h, 30d]}
                rate: {expr: "count == 0 ? 0.0 : double(returned) / double(count)"}
              order:
                price: {expr: price}
                ratio: {expr: "price / customer.spend"}
                twice: {expr: "ratio * 2.0 + customer.rate_1d"}
            model: {name: m, scores: orders, inputs: [order.*, customer.spend, customer.rate_1d]}
            outcome: {source: returns, join: order_id, horizon: 14d}
            """;

    /** What may follow the right definition. */
    static final String TESTS = """
            tests:
              - name: sums
                given:
                  orders: [
                    {at: 0d, customer: a, quantity: 2, price: 2.5, status: PAID},
                    {at: 1d, price: 2.5, customer: a, quantity: 1, express: true, note: null}]
                  returns: [{at: 0d, return_id: x, order_id: 1, customer: a}]
                expect: {at: 1d, customer.returned_24h: 0, order.ratio: {about: 0.5, within: 0.01}, customer.spend: 5}
            """;

    private Definitions() {}

    static Pipeline compile(String yaml) {
        return PipelineCompiler.compile(new PipelineText("p.yaml", yaml, SCHEMAS));
    }

    /** The right definition with one part of it replaced, which must be there. */
    static String shop(String part, String replacement) {
        if (!SHOP.contains(part)) {
            throw new IllegalArgumentException("the definition has no " + part);
        }
        return SHOP.replace(part, replacement);
    }

    /** The problems of a definition, each as a line; none where it is right. */
    static List<String> problems(String yaml) {
        try {
            compile(yaml);
            return List.of();
        } catch (DefinitionException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
