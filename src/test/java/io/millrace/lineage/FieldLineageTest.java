package io.millrace.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.FieldUse;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Use;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FieldLineageTest {
    private static final String SCHEMA = """
            {"type": "record", "name": "Order", "fields": [
              {"name": "order_id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "shop", "type": "string"},
              {"name": "price", "type": "double"},
              {"name": "weight", "type": "double"},
              {"name": "paid", "type": "boolean"},
              {"name": "vector", "type": {"type": "array", "items": "float"}},
              {"name": "unused", "type": "double"}]}
            """;
    private static final String PIPELINE = """
            pipeline: shop
            sources:
              orders: {topic: orders, schema: order.avsc, id: order_id, time: at, lateness: 5s}
            features:
              customer:
                entity: customer
                source: orders
                spent: {sum: price, where: paid, window: 7d}
                ratio: {sum: price, by: shop, largest: 2, window: 1d}
                shops: {distinct: shop, window: 1d}
              shop:
                entity: shop
                source: orders
                rich: {count: all, where: "customer.spent > 100.0", window: 1d}
                spend: {avg: customer.spent, window: 1d}
              order:
                price: {expr: price}
                twice: {expr: "price * 2.0"}
                share: {expr: "shop.rich == 0 ? 0.0 : customer.spent / double(shop.rich)"}
                copy: {expr: shop.spend}
            model: {name: m, scores: orders, inputs: [order.share], decision: {threshold: 0.5}}
            """;

    private final FieldLineage lineage =
            FieldLineage.of(new PipelineText("shop.yaml", PIPELINE, Map.of("order.avsc", SCHEMA)));

    @Test
    void aWindowReadsItsValueItsConditionItsEntityAndItsTime() {
        assertThat(of("customer.spent"))
                .containsExactly(
                        "at WINDOW", "customer GROUP_BY", "order_id FILTER", "paid FILTER", "price AGGREGATION");
    }

    @Test
    void aGroupSaysWhereAnEventBelongs() {
        assertThat(of("customer.ratio_1")).contains("price AGGREGATION", "shop GROUP_BY");
    }

    @Test
    void whatIsReadThroughAConditionStaysIndirect() {
        assertThat(of("shop.rich"))
                .contains("price FILTER", "shop GROUP_BY", "at WINDOW")
                .doesNotContain("price AGGREGATION");
        assertThat(of("shop.spend")).contains("price AGGREGATION", "paid FILTER");
    }

    @Test
    void aDerivedFeatureReadsAllThatItsInputsRead() {
        assertThat(of("order.price")).containsExactly("price IDENTITY");
        assertThat(of("order.twice")).containsExactly("price TRANSFORMATION");
        assertThat(of("order.share"))
                .contains("price AGGREGATION", "price FILTER", "shop GROUP_BY", "customer GROUP_BY");
    }

    @Test
    void aFieldFeedsWhatIsComputedOfItInAnyWay() {
        assertThat(lineage.featuresOf("orders.paid"))
                .isEqualTo(List.of("customer.spent", "shop.rich", "shop.spend", "order.share", "order.copy"));
        assertThat(lineage.featuresOf("orders.unused")).isEmpty();
        assertThat(lineage.fields()).doesNotContain("orders.unused", "orders.vector");
    }

    @Test
    void usesAddUp() {
        assertThat(Use.IDENTITY.then(Use.AGGREGATION)).isEqualTo(Use.AGGREGATION);
        assertThat(Use.AGGREGATION.then(Use.IDENTITY)).isEqualTo(Use.AGGREGATION);
        assertThat(Use.FILTER.then(Use.AGGREGATION)).isEqualTo(Use.FILTER);
        assertThat(Use.AGGREGATION.then(Use.FILTER)).isEqualTo(Use.FILTER);
        assertThat(Use.WINDOW.then(Use.FILTER)).isEqualTo(Use.FILTER);
    }

    private List<String> of(String feature) {
        return lineage.fieldsOf(feature).stream()
                .map((FieldUse use) -> use.field() + " " + use.use())
                .collect(Collectors.toList());
    }
}
