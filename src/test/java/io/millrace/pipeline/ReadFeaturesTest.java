package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.Column;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.state.Rows;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Windows over features of other sets, the order of sets that they need, and keys of several fields. */
class ReadFeaturesTest {
    private static final double[] NO_FEATURES = {};

    /** The first set reads the third. */
    private static final String CHAIN = """
            pipeline: chain
            sources:
              orders: {topic: orders, schema: order.avsc, id: order_id, time: at}
            features:
              a:
                entity: note
                source: orders
                high: {sum: price, where: price > c.avg && quantity > b.n, window: 7d}
                by: {count: all, by: "c.avg > 2.0 ? 'high' : 'low'", groups: [high, low], window: 7d}
              b:
                entity: [note, customer]
                source: orders
                n: {count: all, window: 1d}
              c:
                entity: customer
                source: orders
                avg: {avg: price, window: 30d}
            model: {name: m, scores: orders, inputs: [a.*, b.*, c.*]}
            """;

    private final Pipeline chain = Definitions.compile(CHAIN);

    @Test
    void aSetComesAfterThoseThatItReads() {
        assertThat(chain.features().sets()).extracting(FeatureSet::name).containsExactly("b", "c", "a");
        assertThat(chain.features().sets()).extracting(FeatureSet::index).containsExactly(0, 1, 2);
    }

    @Test
    void slotsStayInTheOrderOfTheDefinition() {
        assertThat(chain.features().features())
                .extracting(feature -> feature.name())
                .containsExactly("a.high", "a.by_high", "a.by_low", "b.n", "c.avg");
        assertThat(chain.features().sets().get(2).windows())
                .extracting(window -> window.slot())
                .containsExactly(0, 1);
    }

    @Test
    void setsThatReadNothingAreComputedInTheOrderOfTheirNamesWhereverTheyStand() {
        String apart = CHAIN.replaceAll(" && quantity > b.n", "");
        int b = apart.indexOf("  b:\n");
        int c = apart.indexOf("  c:\n");
        int model = apart.indexOf("model:");
        String moved =
                apart.substring(0, b) + apart.substring(c, model) + apart.substring(b, c) + apart.substring(model);
        for (String yaml : List.of(apart, moved)) {
            assertThat(Definitions.compile(yaml).features().sets())
                    .extracting(FeatureSet::name)
                    .containsExactly("b", "c", "a");
        }
    }

    @Test
    void theColumnReadsTheRow() {
        Column high = chain.features().sets().get(2).columns().get(0);
        double[] row = {0, 0, 0, 2, 4.0};
        assertThat(high.projection().bits(order(5.0), row)).isEqualTo(Double.doubleToRawLongBits(5.0));
        row[4] = 6.0;
        assertThat(high.projection().bits(order(5.0), row)).isEqualTo(Rows.MISSING);
        row[4] = 4.0;
        row[3] = 3;
        assertThat(high.projection().bits(order(5.0), row)).isEqualTo(Rows.MISSING);
    }

    @Test
    void featuresStandByWhatTheyMean() {
        String renamed = CHAIN.replace("c.avg", "c.mean").replace("    avg:", "    mean:");
        assertThat(Definitions.compile(renamed).fingerprint()).isEqualTo(chain.fingerprint());
        String other = CHAIN.replace("30d", "29d").replace("inputs: [a.*, b.*, c.*]", "inputs: [a.high]");
        String same = CHAIN.replace("inputs: [a.*, b.*, c.*]", "inputs: [a.high]");
        assertThat(Definitions.compile(other).fingerprint())
                .isNotEqualTo(Definitions.compile(same).fingerprint());
    }

    @Test
    void whatReadsFeaturesStandsByItsDigest() {
        String deeper = CHAIN.replace(
                "model:",
                "  d:\n    entity: status\n    source: orders\n    f: {max: price - a.high, window: 1d}\nmodel:");
        Column max =
                Definitions.compile(deeper).features().sets().get(3).columns().get(0);
        assertThat(max.text()).startsWith("-(price:double, $1); $1 = sha256:").hasSizeLessThan(110);
    }

    @Test
    void severalFieldsAreOneKey() {
        FeatureSet both = chain.features().sets().get(0);
        List<Integer> slots = both.keySlots().get(0);
        assertThat(slots)
                .extracting(slot -> chain.scored().type().fields().get(slot).name())
                .containsExactly("note", "customer");
        assertThat(both.columns().get(0).origin()).endsWith(" by note:string, customer:string");
        assertThat(chain.scored().type().fields())
                .filteredOn(field -> slots.contains(chain.scored().type().slot(field.name())))
                .allSatisfy(field -> assertThat(field.required()).isTrue());
        assertThat(chain.features().features().get(3).definition()).contains(" by note:string, customer:string over ");
    }

    @Test
    void aListOfOneFieldIsThatField() {
        String list = CHAIN.replace("entity: customer", "entity: [customer]");
        assertThat(Definitions.compile(list).fingerprint()).isEqualTo(chain.fingerprint());
    }

    @Test
    void groupsOfStringsHaveTheBitsOfTheirColumn() {
        Column by = chain.features().sets().get(2).columns().get(2);
        long bits = by.projection().bits(order(1.0), new double[] {0, 0, 0, 0, 2.5});
        assertThat(chain.features().sets().get(2).windows().get(1).aggregate().text())
                .startsWith("COUNT by [" + bits + ", ");
        assertThat(by.projection().bits(order(1.0), new double[] {0, 0, 0, 0, Double.NaN}))
                .isEqualTo(Rows.MISSING);
    }

    @Test
    void stringsAreKeptByHashOrByPosition() {
        Pipeline every = Definitions.compile(Definitions.EVERY);
        FeatureSet customer = every.features().sets().get(0);
        Event order = TestOrders.of(every, 1.0, "PAID");
        assertThat(bits(customer, "position in [\"OPEN\", \"PAID\"] of status:string", order))
                .isEqualTo(Double.doubleToRawLongBits(1.0));
        assertThat(bits(customer, "position in [\"PAID\", \"OPEN\"] of status:string", order))
                .isEqualTo(Double.doubleToRawLongBits(0.0));
        assertThat(bits(customer, "hash of status:string", order))
                .isEqualTo(bits(customer, "hash of status:string", TestOrders.of(every, 2.0, "PAID")))
                .isNotEqualTo(bits(customer, "hash of status:string", TestOrders.of(every, 2.0, "OPEN")));
        assertThat(bits(customer, "hash of status:string", TestOrders.of(every, 2.0, null)))
                .isEqualTo(Rows.MISSING);
    }

    private static long bits(FeatureSet set, String text, Event event) {
        return set.columns().stream()
                .filter(column -> column.text().equals(text))
                .findFirst()
                .orElseThrow()
                .projection()
                .bits(event, NO_FEATURES);
    }

    private Event order(@Nullable Double price) {
        return TestOrders.of(chain, price, "PAID");
    }
}
