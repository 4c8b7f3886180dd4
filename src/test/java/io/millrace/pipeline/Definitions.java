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
              {"name": "note", "type": "string"},
              {"name": "weights", "type": {"type": "array", "items": "double"}}]}
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

    /** A definition with one feature more, {@code customer.f}, which stands in line 15. */
    private static final String ONE = """
            pipeline: one
            sources:
              orders: {topic: orders, schema: order.avsc, id: order_id, time: at}
              returns: {topic: returns, schema: return.avsc, id: return_id, time: at}
            features:
              shop:
                entity: note
                source: orders
                spend: {sum: price, window: 1d}
                items: {top: quantity, k: 2, windows: [1d, 7d]}
                share: {expr: "spend / 2.0"}
              customer:
                entity: customer
                source: orders
                f: {FEATURE}
            model: {name: m, scores: orders, inputs: [customer.*]}
            """;

    /** One of every aggregate, and every key of a windowed feature. */
    static final String EVERY = """
            pipeline: every
            sources:
              orders: {topic: orders, schema: order.avsc, id: order_id, time: at}
            features:
              customer:
                entity: [customer, note]
                source: orders
                count: {count: all, windows: [1d, lifetime], where: quantity > 1}
                sum: {sum: price, window: 1d, empty: missing}
                avg: {avg: price, window: 1d, empty: -1}
                min: {min: price, window: 1d, includes_current: false}
                max: {max: quantity, window: 1d, lag: 1h}
                variance: {variance: price, window: 1d}
                stddev: {stddev: price, window: 1d}
                skewness: {skewness: price, window: 1d}
                kurtosis: {kurtosis: price, window: 1d}
                first: {first: quantity, window: 1d}
                last: {last: status, categories: [OPEN, PAID], k: 3, window: lifetime}
                top: {top: price, k: 2, windows: [1d, 7d]}
                bottom: {bottom: price, k: 2, window: 1d}
                frequent: {most_frequent: status, categories: [PAID, OPEN], window: 1d}
                notes: {distinct: note, bound: 50, window: 7d}
                entropy: {entropy: status, window: 7d}
                quantiles: {quantiles: price, at: [0.5, 0.999], error: 0.5%, window: 7d}
                histogram: {histogram: price, edges: [-1, 0, 2.5], window: 7d}
                since: {since_last: all, window: lifetime, includes_current: false, empty: missing}
                age: {since_first: all, window: lifetime}
                pause: {gap_mean: all, window: 30d}
                rhythm: {gap_stddev: all, window: 30d}
                streak: {streak: status == 'PAID', window: 30d}
                recent: {decayed_sum: price, half_life: 1d, window: 30d}
                level: {decayed_mean: price, half_life: 1d, window: 30d}
                states: {count: all, by: status, groups: [OPEN, PAID], window: 30d}
                sizes: {avg: price, by: quantity, groups: [1, 2], window: 30d}
                weights: {avg: weights, dimensions: 3, windows: [1d, lifetime], empty: missing}
                squares: {custom: squared_cents, of: price, parameters: {scale: 10}, windows: [1d, lifetime]}
                spread: {custom: geo_spread, of: [price, price * 2.0], window: 30d, empty: missing}
                rounded: {sum: price, windows: [1h, 1d], accuracy: {hop: 5m}}
                exact: {max: price, window: 1h, accuracy: exact}
                visit: {sum: price, session: 30m, at_most: 12h}
                visits: {count: all, by: status, largest: 2, session: 30m, lag: 1h}
                best: {sum: quantity, by: note, largest: 3, window: 30d}
              shop:
                entity: note
                source: orders
                over: {count: all, where: price > customer.sum, window: 7d}
            model: {name: m, scores: orders, inputs: [customer.*, shop.*]}
            """;

    private Definitions() {}

    /** The right definition with a source whose events erase customers. */
    static String erasable() {
        return shop("features:\n  customer:\n", """
                  gone: {topic: gone, schema: return.avsc, id: return_id, time: at}
                features:
                  customer:
                    erase: gone
                """);
    }

    /** The definition in which a feature of a customer is declared as this. */
    static String one(String feature) {
        return ONE.replace("FEATURE", feature);
    }

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
        return problems(new PipelineText("p.yaml", yaml, SCHEMAS));
    }

    static List<String> problems(PipelineText text) {
        try {
            PipelineCompiler.compile(text);
            return List.of();
        } catch (DefinitionException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
