package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.feature.Column;
import io.millrace.feature.Feature;
import io.millrace.pipeline.FeatureChange.Start;
import io.millrace.pipeline.PipelineChange.Difference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineChangeTest {
    private static final String MOST = "most: {max: quantity, window: 36h, lag: 12h}";
    private static final String INPUTS = "[order.*, customer.spend, customer.rate_1d]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "pipeline: shop ~ pipeline: shop\\nowners: {data: someone}\\ndescription: New words\\ntests: []",
                "window: 7d} ~ window: 168h, description: A week, tags: [a]}",
                "price * double(quantity) ~ (price) * double( quantity )",
                "count: {count: all, windows: [1d, 7d]} ~ count: {count: all, windows: [7d, 1d]}",
            })
    void whatIsForPeopleAndHowItIsWrittenChangesNothing(String part, String replacement) {
        PipelineChange change = change(Definitions.shop(part, replacement.replace("\\n", "\n")));
        assertThat(change.isEmpty()).as("%s", change).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                // what is replaced, by what, the changes of features with where their values come from
                "most: {max ~ next: {min: quantity, window: 36h}\\n    most: {max ~ ADDED customer.next EVENTS 0",
                "most: {max ~ next: {min: quantity, window: 30d}\\n    most: {max ~ ADDED customer.next EVENTS 0",
                "most: {max ~ next: {min: quantity, window: 31d}\\n    most: {max ~ ADDED customer.next WARMING 2678400000",
                "most: {max ~ next: {min: quantity, window: 30d, lag: 1ms}\\n    most: {max ~ ADDED customer.next WARMING 2592000001",
                "most: {max ~ next: {min: quantity + 1, window: 1h, lag: 1h}\\n    most: {max ~ ADDED customer.next WARMING 7200000",
                "most: {max ~ next: {min: quantity, where: express, window: 1h}\\n    most: {max ~ ADDED customer.next WARMING 3600000",
                "most: {max ~ next: {source: returns, max: order_id, window: 1h}\\n    most: {max ~ ADDED customer.next WARMING 3600000",
                "most: {max ~ next: {source: returns, count: all, window: 1h}\\n    most: {max ~ ADDED customer.next EVENTS 0",
                "most: {max ~ same: {max: quantity, window: 36h, lag: 12h}\\n    most: {max ~ ADDED customer.same STATE 0",
                "most: {max ~ highest: {max ~ RENAMED customer.most -> customer.highest STATE 0",
                "max: quantity ~ min: quantity ~ CHANGED customer.most EVENTS 0",
                "max: quantity ~ max: quantity - 1 ~ CHANGED customer.most WARMING 172800000",
                "most: {max: quantity, window: 36h, lag: 12h} ~ `` ~ REMOVED customer.most",
                "most: {max: quantity, window: 36h, lag: 12h} ~ last: {min: quantity, window: 36h, lag: 12h} ~ ADDED customer.last EVENTS 0, REMOVED customer.most",
            })
    void featuresAreAddedRenamedChangedRemoved(String part, String replacement, String expected) {
        String yaml = Definitions.shop(part, replacement == null ? "" : replacement.replace("\\n", "\n"));
        assertThat(String.join(", ", features(change(yaml)))).isEqualTo(expected);
    }

    @Test
    void aDerivedFeatureIsRightWhenItsInputsAre() {
        String warm = Definitions.shop("window: 7d}", "window: 31d}");
        assertThat(features(change(warm)))
                .containsExactly(
                        "CHANGED customer.spend WARMING 2678400000",
                        "CHANGED order.ratio WARMING 2678400000",
                        "CHANGED order.twice WARMING 2678400000");
        String kept = Definitions.shop("window: 7d}", "window: 8d}");
        assertThat(features(change(kept)))
                .containsExactly(
                        "CHANGED customer.spend EVENTS 0",
                        "CHANGED order.ratio EVENTS 0",
                        "CHANGED order.twice EVENTS 0");
        String event = Definitions.shop("{expr: price}", "{expr: price}\n    fast: {expr: express}");
        assertThat(features(change(event))).containsExactly("ADDED order.fast EVENT 0");
        String state = Definitions.shop("ratio * 2.0", "ratio * 2.5");
        assertThat(features(change(state))).containsExactly("CHANGED order.twice STATE 0");
    }

    @Test
    void featuresThatSwapTheirNamesAreRenamed() {
        String two = MOST + "\n    least: {min: quantity, window: 36h}";
        String swapped = "least: {max: quantity, window: 36h, lag: 12h}\n    most: {min: quantity, window: 36h}";
        assertThat(features(change(Definitions.shop(MOST, two), Definitions.shop(MOST, swapped))))
                .containsExactly(
                        "RENAMED customer.most -> customer.least STATE 0",
                        "RENAMED customer.least -> customer.most STATE 0");
    }

    @Test
    void aNameThatComesToMeanSomethingElseIsChangedThoughItsMeaningLivesOn() {
        String moved = "older: {max: quantity, window: 36h, lag: 12h}\n    most: {max: quantity, window: 1h}";
        assertThat(features(change(Definitions.shop(MOST, moved))))
                .containsExactly("RENAMED customer.most -> customer.older STATE 0", "CHANGED customer.most EVENTS 0");
    }

    @Test
    void aFeatureThatStaysIsNoOriginOfAnother() {
        String twin = MOST + "\n    twin: {max: quantity, window: 36h, lag: 12h}";
        String other = MOST + "\n    other: {max: quantity, window: 36h, lag: 12h}";
        assertThat(features(change(Definitions.shop(MOST, twin), Definitions.shop(MOST, other))))
                .containsExactly("RENAMED customer.twin -> customer.other STATE 0");
    }

    @Test
    void aRenamedFeatureSetLeavesItsStateBehind() {
        PipelineChange change =
                change(Definitions.SHOP.replace("customer.", "buyer.").replace("  customer:\n", "  buyer:\n"));
        assertThat(features(change)).contains("RENAMED customer.spend -> buyer.spend WARMING 604800000");
        assertThat(change.sets()).extracting(SetChange::name).containsExactly("buyer", "customer");
        assertThat(change.sets().get(0).before()).isNull();
        assertThat(change.sets().get(1).after()).isNull();
        assertThat(change.vector().isSame()).isTrue();
        assertThat(change.isEmpty()).isFalse();
    }

    @Test
    void columnsComeAndGoWithTheFeaturesThatNeedThem() {
        SetChange set = change(Definitions.shop("max: quantity", "max: quantity + 1"))
                .sets()
                .get(0);
        assertThat(set.added()).extracting(Column::text).containsExactly("+(quantity:int, 1)");
        assertThat(set.removed()).extracting(Column::text).containsExactly("quantity:int");
        assertThat(set.startsAnew()).isFalse();
        assertThat(set.isChange()).isTrue();
    }

    @Test
    void aLongerReachIsAChangeOfState() {
        PipelineChange change = change(Definitions.shop("[24h, 30d]", "[24h, 30d, 31d]"));
        SetChange set = change.sets().get(0);
        assertThat(set.added()).isEmpty();
        assertThat(set.isChange()).isTrue();
        assertThat(change.differences()).containsExactly(new Difference("late", "30d", "31d"));
    }

    @Test
    void anotherEntityStartsAnew() {
        String orders = Definitions.shop("entity: customer", "entity: order_id");
        PipelineChange change = change(orders);
        SetChange set = change.sets().get(0);
        assertThat(set.startsAnew()).isTrue();
        assertThat(set.keyBefore()).isEqualTo("customer STRING");
        assertThat(set.keyAfter()).isEqualTo("order_id LONG");
        assertThat(features(change)).contains("CHANGED customer.spend WARMING 604800000");
    }

    @Test
    void theVectorDependsOnTheOrderOfInputs() {
        PipelineChange change = change(Definitions.shop(INPUTS, "[customer.rate_1d, customer.spend, order.*]"));
        assertThat(change.features()).isEmpty();
        assertThat(change.sets()).noneMatch(SetChange::isChange);
        assertThat(change.vector().isSame()).isFalse();
        assertThat(change.vector().inputsAfter()).startsWith("customer.rate_1d", "customer.spend");
        assertThat(change.isEmpty()).isFalse();
    }

    @Test
    void whatElseChangesIsListed() {
        String yaml = Definitions.SHOP
                .replace("topic: orders", "topic: orders-2, lateness: 9s, future: 2d")
                .replace(
                        "name: m,",
                        "name: n, decision: {threshold: 0.7}, segment_by: \"quantity > 2 ? 'many' : status\",")
                .replace("horizon: 14d", "horizon: 15d");
        assertThat(change(yaml).differences())
                .containsExactly(
                        new Difference("source orders topic", "orders", "orders-2"),
                        new Difference("source orders lateness", "5s", "9s"),
                        new Difference("source orders future", "1d", "2d"),
                        new Difference("model", "m", "n"),
                        new Difference("threshold", "0.5", "0.7"),
                        new Difference("segment by", "none", "?:(>(quantity:int, 2), \"many\", status:string)"),
                        new Difference(
                                "outcome",
                                "returns by order_id within 14d, corrected for 14d more, absent is 0.0",
                                "returns by order_id within 15d, corrected for 15d more, absent is 0.0"));
    }

    @Test
    void erasuresAreAChangeThatKeepsTheState() {
        PipelineChange change = change(Definitions.erasable());
        assertThat(change.differences())
                .containsExactly(
                        new Difference("source gone", "none", "declared"),
                        new Difference("features customer erased by", "none", "gone"));
        assertThat(change.sets()).noneMatch(SetChange::isChange);
        assertThat(change.features()).isEmpty();
    }

    @Test
    void aSourceIsAddedOrRemovedAsAWhole() {
        String more = Definitions.shop(
                "features:\n", "  visits: {topic: visits, schema: return.avsc, id: return_id, time: at}\nfeatures:\n");
        assertThat(change(more).differences()).containsExactly(new Difference("source visits", "none", "declared"));
        assertThat(change(more, Definitions.SHOP).differences())
                .containsExactly(new Difference("source visits", "declared", "none"));
        String noOutcome = Definitions.SHOP.replaceAll("outcome: .*", "");
        assertThat(change(noOutcome).differences())
                .extracting(Difference::what, Difference::after)
                .contains(tuple("outcome", "none"));
    }

    private static PipelineChange change(String after) {
        return change(Definitions.SHOP, after);
    }

    private static PipelineChange change(String before, String after) {
        return PipelineChange.between(Definitions.compile(before), Definitions.compile(after));
    }

    private static List<String> features(PipelineChange change) {
        return change.features().stream().map(PipelineChangeTest::text).toList();
    }

    private static String text(FeatureChange change) {
        String before = Optional.ofNullable(change.before()).map(Feature::name).orElse("");
        String after = Optional.ofNullable(change.after()).map(Feature::name).orElse(before);
        Start start = change.start();
        return change.kind() + " " + (before.isEmpty() || before.equals(after) ? "" : before + " -> ") + after
                + (start == null ? "" : " " + start.origin() + " " + start.millis());
    }
}
