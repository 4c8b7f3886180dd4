package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.feature.Column;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureKind;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.Rows;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipelineCompilerTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;

    private final Pipeline shop = Definitions.compile(Definitions.SHOP);

    @Test
    void givesEachFeatureASlotInTheOrderOfTheDefinition() {
        assertThat(shop.features().features())
                .extracting(Feature::name)
                .containsExactly(
                        "customer.count_1d",
                        "customer.count_7d",
                        "customer.spend",
                        "customer.most",
                        "customer.returned_24h",
                        "customer.returned_30d",
                        "customer.rate_1d",
                        "order.price",
                        "order.ratio",
                        "order.twice");
        assertThat(shop.features().features())
                .extracting(Feature::kind)
                .startsWith(FeatureKind.INTEGER, FeatureKind.INTEGER, FeatureKind.REAL, FeatureKind.INTEGER);
    }

    @Test
    void expandsADerivedFeatureOverTheWindowsThatItsInputsShareHoweverTheyAreWritten() {
        // count has 1d and 7d, returned has 24h and 30d.
        assertThat(shop.features().features()).extracting(Feature::name).contains("customer.rate_1d");
        assertThat(shop.features().features()).extracting(Feature::name).doesNotContain("customer.rate_7d");
    }

    @Test
    void keepsWhatIsSaidOfFeaturesForEachOfTheirWindows() {
        Pipeline noted = Definitions.compile("""
                pipeline: noted
                sources: {orders: {topic: orders, schema: order.avsc, id: order_id, time: at}}
                features:
                  customer:
                    entity: customer
                    source: orders
                    owner: sales
                    tags: [customer]
                    count: {count: all, windows: [1d, 7d], description: Orders, tags: [count, customer]}
                    spend: {sum: price, window: 7d, owner: finance}
                  order: {price: {expr: price}}
                model: {name: m, scores: orders, inputs: [order.price]}
                """);

        assertThat(noted.notes())
                .isEqualTo(Map.of(
                        "customer.count_1d", new Note("Orders", "sales", List.of("customer", "count")),
                        "customer.count_7d", new Note("Orders", "sales", List.of("customer", "count")),
                        "customer.spend", new Note("", "finance", List.of("customer")),
                        "order.price", Note.NONE));
    }

    @Test
    void keepsTheOrderOfTheInputs() {
        assertThat(shop.inputs())
                .containsExactly("order.price", "order.ratio", "order.twice", "customer.spend", "customer.rate_1d");
    }

    @Test
    void holdsOnlyTheFieldsInUseInTheOrderOfTheSchema() {
        assertThat(shop.sources().get(0).type().fields())
                .containsExactly(
                        new EventType.Field("order_id", FieldKind.LONG, true),
                        new EventType.Field("at", FieldKind.TIMESTAMP, true),
                        new EventType.Field("customer", FieldKind.STRING, true),
                        new EventType.Field("quantity", FieldKind.LONG, false),
                        new EventType.Field("price", FieldKind.DOUBLE, false),
                        new EventType.Field("status", FieldKind.STRING, false));
        assertThat(shop.sources().get(1).type().fields())
                .extracting(EventType.Field::name)
                .containsExactly("return_id", "order_id", "at", "customer");
    }

    @Test
    void sharesColumnsAndReadsTheKeyOfEverySource() {
        FeatureSet customer = shop.features().sets().get(0);
        assertThat(customer.keySlots()).containsExactly(List.of(2), List.of(3));
        assertThat(customer.columns())
                .extracting(Column::text)
                .containsExactly(
                        "1",
                        "*(price:double, double(quantity:int)) where ==(status:string, \"PAID\")",
                        "quantity:int",
                        "1");
        assertThat(customer.windows())
                .containsExactly(
                        new WindowedFeature(Plain.COUNT, 0, -1, DAY, 0, true, 0, 0),
                        new WindowedFeature(Plain.COUNT, 0, -1, 7 * DAY, 0, true, 0, 1),
                        new WindowedFeature(Plain.SUM, 1, -1, 7 * DAY, 0, true, 0, 2),
                        new WindowedFeature(Plain.MAX, 2, -1, 36 * HOUR, 12 * HOUR, true, 0, 3),
                        new WindowedFeature(Plain.COUNT, 3, -1, DAY, 0, true, 0, 4),
                        new WindowedFeature(Plain.COUNT, 3, -1, 30 * DAY, 0, true, 0, 5));
    }

    @Test
    void computesDerivedFeaturesAfterTheirInputs() {
        String reversed = Definitions.shop(
                "    ratio: {expr: \"price / customer.spend\"}\n    twice: {expr: \"ratio * 2.0 + customer.rate_1d\"}",
                "    twice: {expr: \"ratio * 2.0 + customer.rate_1d\"}\n    ratio: {expr: \"price / customer.spend\"}");
        Pipeline pipeline = Definitions.compile(reversed);
        // Given a row of windowed features: count 4, spend 8.0, returned 1
        double[] row = new double[10];
        row[0] = 4;
        row[2] = 8.0;
        row[4] = 1;
        // When the derived ones are computed in order, for an order of price 2.0
        Event order = order(2.0);
        pipeline.features()
                .derived()
                .forEach(d -> row[d.slot()] = d.expression().eval(order, row));
        // Then
        assertThat(row[slot(pipeline, "order.ratio")]).isEqualTo(0.25);
        assertThat(row[slot(pipeline, "order.twice")]).isEqualTo(0.75);
        assertThat(row[slot(pipeline, "customer.rate_1d")]).isEqualTo(0.25);
    }

    @Test
    void compilesWhatIsKeptOfAnEvent() {
        Column spend = shop.features().sets().get(0).columns().get(1);
        assertThat(spend.projection().bits(order(2.5), new double[0])).isEqualTo(Double.doubleToRawLongBits(7.5));
        assertThat(spend.projection().bits(order(null), new double[0])).isEqualTo(Rows.MISSING);
    }

    @Test
    void fillsInDefaults() {
        Source orders = shop.sources().get(0);
        assertThat(orders.lateness()).isEqualTo(5_000);
        assertThat(orders.duplicates()).isEqualTo(DAY);
        assertThat(orders.deletes()).isFalse();
        assertThat(orders.future()).isEqualTo(DAY);
        assertThat(orders.largest()).isEqualTo(1 << 20);
        assertThat(shop.features().late()).isEqualTo(30 * DAY);
        assertThat(shop.delivery()).isEqualTo("transactional");
        assertThat(shop.model().threshold()).isEqualTo(0.5);
        assertThat(shop.outcome()).isEqualTo(new OutcomeSpec(1, 1, 14 * DAY, 14 * DAY, 0));
    }

    @Test
    void readsWhatIsDeclared() {
        Pipeline pipeline = Definitions.compile(Definitions.shop(
                        "id: return_id, time: at",
                        "id: return_id, time: at, lateness: 1m30s, duplicates: 0s, future: 2h, largest: 64KiB,"
                                + " file: {columns: {at: AT}, delay: 7d, when: {BACK: 1}}")
                + "late: 500ms\ndelivery: transactional\n");
        Source returns = pipeline.sources().get(1);
        assertThat(returns.lateness()).isEqualTo(90_000);
        assertThat(returns.duplicates()).isZero();
        assertThat(returns.largest()).isEqualTo(65_536);
        assertThat(returns.file().columns()).containsEntry("at", "AT");
        assertThat(returns.file().delay()).isEqualTo(7 * DAY);
        assertThat(returns.file().when()).containsEntry("BACK", "1");
        assertThat(pipeline.features().late()).isEqualTo(500);
    }

    @Test
    void rowsOfLifetimeWindowsAreKeptForAsLongAsEventsCanBeDeleted() {
        String deletable =
                Definitions.shop("time: at}\n  returns", "time: at, duplicates: 90d, deletes: true}\n  returns");
        Pipeline ending = Definitions.compile(deletable);
        Pipeline lifetime = Definitions.compile(deletable
                .replace("count: all, windows: [1d, 7d]", "count: all, windows: [1d, lifetime]")
                .replace(
                        "rate: {expr: \"count == 0 ? 0.0 : double(returned) / double(count)\"}",
                        "rate: {expr: \"double(returned)\"}")
                .replace("customer.rate_1d", "customer.rate_24h"));

        assertThat(ending.sources().get(0).deletes()).isTrue();
        assertThat(ending.features().sets().get(0).kept()).isEqualTo(30 * DAY);
        assertThat(lifetime.features().sets().get(0).kept()).isEqualTo(90 * DAY);
        assertThat(lifetime.features().sets().get(0).reach()).isEqualTo(30 * DAY);
        assertThat(lifetime.features().late()).isEqualTo(30 * DAY);
    }

    private static int slot(Pipeline pipeline, String name) {
        return IntStream.range(0, pipeline.features().features().size())
                .filter(i -> pipeline.features().features().get(i).name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** A paid order of three pieces. */
    private static Event order(@Nullable Double price) {
        long[] bits = {1, 0, 0, 3, price == null ? 0 : Double.doubleToRawLongBits(price), 0};
        @Nullable String[] strings = {null, null, "ann", null, null, "PAID"};
        return new Event(0, 0, 0, -1, -1, "1", 0, price == null ? 1L << 4 : 0, bits, strings);
    }
}
