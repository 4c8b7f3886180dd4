package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.feature.Feature;
import io.millrace.feature.FeatureKind;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.aggregate.Aggregate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What declarations of windowed features are compiled into. */
class AggregatesTest {
    private static final long DAY = 86_400_000;
    private static final String ORDERS =
            " of orders shop.Order (id order_id:int, time at:timestamp) by customer:string";

    /** Aggregate, column, and the features with the first letters of their kinds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "count: all ~ COUNT ~ 1 ~ f I",
                "count: all, where: express ~ COUNT ~ 1 where express:bool ~ f I",
                "sum: quantity ~ SUM ~ quantity:int ~ f I",
                "avg: quantity ~ AVG ~ quantity:int ~ f R",
                "min: quantity ~ MIN ~ quantity:int ~ f I",
                "max: price ~ MAX ~ price:double ~ f R",
                "variance: price ~ VARIANCE ~ price:double ~ f R",
                "stddev: quantity ~ STDDEV ~ quantity:int ~ f R",
                "skewness: price ~ SKEWNESS ~ price:double ~ f R",
                "kurtosis: price ~ KURTOSIS ~ price:double ~ f R",
                "first: quantity ~ FIRST 1 ~ quantity:int ~ f I",
                "last: price, k: 2 ~ LAST 2 ~ price:double ~ f_1 R, f_2 R",
                "last: status, categories: [OPEN, PAID] ~ LAST 1 ~ position in [\"OPEN\", \"PAID\"] of status:string ~ f I",
                "top: quantity, k: 3 ~ TOP 3 ~ quantity:int ~ f_1 I, f_2 I, f_3 I",
                "bottom: price ~ BOTTOM 1 ~ price:double ~ f R",
                "most_frequent: quantity ~ MOST_FREQUENT 1 ~ quantity:int ~ f I",
                "most_frequent: status, k: 2, categories: [PAID] ~ MOST_FREQUENT 2 ~ position in [\"PAID\"] of status:string ~ f_1 I, f_2 I",
                "distinct: note ~ DISTINCT 1000 ~ hash of note:string ~ f I, f_exact B",
                "distinct: quantity, bound: 7 ~ DISTINCT 7 ~ quantity:int ~ f I, f_exact B",
                "entropy: status, where: price > 1.0 ~ ENTROPY ~ hash of status:string where >(price:double, 0x1.0p0) ~ f R",
                "quantiles: price, at: [0.5] ~ QUANTILES [0.5] 6 ~ price:double ~ f R",
                "quantiles: price, at: [0.99, 0.5, 0.999], error: 0.1% ~ QUANTILES [0.99, 0.5, 0.999] 9 ~ price:double ~ f_p99 R, f_p50 R, f_p99_9 R",
                "quantiles: price, at: [1], error: 25% ~ QUANTILES [1.0] 1 ~ price:double ~ f R",
                "quantiles: price, at: [1], error: 12.5% ~ QUANTILES [1.0] 2 ~ price:double ~ f R",
                "quantiles: price, at: [1], error: 12.4% ~ QUANTILES [1.0] 3 ~ price:double ~ f R",
                "histogram: price, edges: [-0.0, 2] ~ HISTOGRAM [0.0, 2.0] ~ price:double ~ f_0 I, f_1 I, f_2 I",
                "since_last: all, where: express ~ SINCE_LAST ~ 1 where express:bool ~ f I",
                "since_first: all ~ SINCE_FIRST ~ 1 ~ f I",
                "gap_mean: all ~ GAP_MEAN ~ 1 ~ f R",
                "gap_stddev: all ~ GAP_STDDEV ~ 1 ~ f R",
                "streak: express ~ STREAK ~ express:bool ~ f I",
                "decayed_sum: quantity, half_life: 1h ~ DECAYED_SUM 3600000 ~ quantity:int ~ f R",
                "decayed_mean: price, half_life: 1d ~ DECAYED_MEAN 86400000 ~ price:double ~ f R",
                "count: all, by: status, largest: 2 ~ COUNT top 2 ~ 1 ~ f_1 I, f_2 I",
                "sum: quantity, by: note, largest: 1 ~ SUM top 1 ~ quantity:int ~ f I",
                "avg: quantity, by: quantity, groups: [-1] ~ AVG by [-4616189618054758400] ~ quantity:int ~ f__1 R",
                "custom: squared_cents, of: price, where: express ~ CUSTOM squared_cents 3 {} ~ price:double where express:bool ~ f R, f_cents R",
                "custom: squared_cents, of: quantity, parameters: {scale: 10} ~ CUSTOM squared_cents 3 {\"scale\": 10} ~ quantity:int ~ f R, f_cents R",
                "sum: price, by: price, groups: [1.5, 2] ~ SUM by [4609434218613702656, 4611686018427387904] ~ price:double ~ f_1_5 R, f_2 R",
            })
    void compilesEachAggregate(String feature, String aggregate, String column, String features) {
        Pipeline pipeline = Definitions.compile(Definitions.one(feature + ", window: 1d"));
        FeatureSet customer = customer(pipeline);
        WindowedFeature window = customer.windows().get(0);

        assertThat(window.aggregate().text()).isEqualTo(aggregate);
        assertThat(customer.columns().get(window.column()).text()).isEqualTo(column);
        assertThat(window.window()).isEqualTo(DAY);
        assertThat(describe(pipeline, "customer.")).isEqualTo(features);
        assertThat(pipeline.features().features().get(window.slot()).name())
                .isEqualTo("customer." + features.substring(0, features.indexOf(' ')));
    }

    @Test
    void everyAggregateHasAKey() {
        FeatureSet customer =
                Definitions.compile(Definitions.EVERY).features().sets().get(0);
        Set<Object> plain = customer.windows().stream()
                .map(WindowedFeature::aggregate)
                .filter(Aggregate.Plain.class::isInstance)
                .collect(Collectors.toSet());
        assertThat(plain).containsExactlyInAnyOrder((Object[]) Aggregate.Plain.values());
        assertThat(customer.windows())
                .extracting(window -> (Object) window.aggregate().getClass())
                .containsAll(Arrays.asList(Aggregate.class.getPermittedSubclasses()));
    }

    @Test
    void valuesOfEachWindowFollowEachOther() {
        Pipeline pipeline = Definitions.compile(Definitions.one("top: quantity, k: 2, windows: [1d, lifetime]"));
        assertThat(describe(pipeline, "customer.")).isEqualTo("f_1d_1 I, f_1d_2 I, f_lifetime_1 I, f_lifetime_2 I");
        // shop has five features before: spend, items over two windows with two values each, and share.
        assertThat(customer(pipeline).windows())
                .extracting(WindowedFeature::slot, WindowedFeature::window)
                .containsExactly(tuple(6, DAY), tuple(8, WindowedFeature.LIFETIME));
        assertThat(pipeline.features().vector()).containsExactly(6, 7, 8, 9);
    }

    @Test
    void groupsHaveAColumnOfTheirOwnWhichSeveralFeaturesShare() {
        Pipeline pipeline = Definitions.compile(
                Definitions.one(
                        "count: all, by: status, groups: [OPEN, 'a b'], window: 1d, where: express}\n"
                                + "    g: {sum: price, by: status, largest: 1, window: 1d}\n    h: {distinct: status, window: 1d"));
        FeatureSet customer = customer(pipeline);
        assertThat(customer.columns())
                .extracting(column -> column.text())
                .containsExactly("1 where express:bool", "hash of status:string", "price:double");
        assertThat(customer.windows())
                .extracting(WindowedFeature::column, WindowedFeature::by)
                .containsExactly(tuple(0, 1), tuple(2, 1), tuple(1, -1));
        assertThat(describe(pipeline, "customer.f")).isEqualTo("f_OPEN I, f_a_b I");
    }

    @Test
    void aCustomAggregateOfTwoValuesHasAColumnForEach() {
        Pipeline pipeline = Definitions.compile(Definitions.one(
                "custom: geo_spread, of: [price, quantity], windows: [1d, 7d], where: express, empty: missing"));
        FeatureSet customer = customer(pipeline);
        assertThat(customer.columns())
                .extracting(column -> column.text())
                .containsExactly("price:double where express:bool", "quantity:int");
        assertThat(customer.windows())
                .extracting(WindowedFeature::column, WindowedFeature::by)
                .containsExactly(tuple(0, 1), tuple(0, 1));
        assertThat(describe(pipeline, "customer.")).isEqualTo("f_1d R, f_7d R");
        assertThat(definitions("custom: geo_spread, of: [price, quantity], window: 1d"))
                .containsExactly(
                        "CUSTOM geo_spread 1 {} price:double and quantity:int" + ORDERS + " over 86400000 lag 0");
    }

    @Test
    void definitionsSayWhatIsNotAsByDefault() {
        assertThat(definitions("sum: price, window: 1d"))
                .containsExactly("SUM price:double" + ORDERS + " over 86400000 lag 0");
        assertThat(definitions("sum: price, window: lifetime, lag: 1s, empty: missing"))
                .containsExactly("SUM price:double" + ORDERS + " over lifetime lag 1000 empty missing");
        assertThat(definitions("min: price, window: 1d, includes_current: false, empty: -0.5"))
                .containsExactly(
                        "MIN price:double" + ORDERS + " over 86400000 lag 0 without the event empty -0x1.0p-1");
        assertThat(definitions("count: all, by: quantity, groups: [1], window: 1d"))
                .containsExactly(
                        "COUNT by [4607182418800017408] 1 grouped by quantity:int" + ORDERS + " over 86400000 lag 0");
        assertThat(definitions("last: quantity, k: 2, window: 1d"))
                .containsExactly(
                        "LAST 2 quantity:int" + ORDERS + " over 86400000 lag 0 value 0",
                        "LAST 2 quantity:int" + ORDERS + " over 86400000 lag 0 value 1");
    }

    @Test
    void differentFeaturesHaveDifferentDefinitions() {
        List<String> definitions = Definitions.compile(Definitions.EVERY).features().features().stream()
                .map(Feature::definition)
                .toList();
        assertThat(new HashSet<>(definitions)).hasSameSizeAs(definitions);
    }

    @Test
    void passesOnWhatEmptyWindowsYieldAndWhetherTheEventIsIn() {
        WindowedFeature window = customer(Definitions.compile(
                        Definitions.one("max: price, window: 1d, empty: missing, includes_current: false")))
                .windows()
                .get(0);
        assertThat(window.empty()).isNaN();
        assertThat(window.withEvent()).isFalse();
        assertThat(customer(Definitions.compile(Definitions.one("max: price, window: 1d, empty: -0.0")))
                        .windows()
                        .get(0)
                        .empty())
                .isEqualTo(0.0);
    }

    @Test
    void lateEventsAreScoredForADayWhereNoWindowEnds() {
        String yaml = Definitions.one("since_first: all, window: lifetime")
                .replaceAll("(?s)  shop:.*  customer:", "  customer:");
        assertThat(Definitions.compile(yaml).features().late()).isEqualTo(DAY);
    }

    @Test
    void derivedFeaturesReadValuesByTheirNames() {
        String yaml = Definitions.one("distinct: note, windows: [1d, 7d]")
                .replace(
                        "model:",
                        "    share: {expr: \"double(f) / 2.0\"}\n    best: {expr: \"shop.items_7d_1 + (f_1d_exact ? 1 : 0)\"}\nmodel:");
        assertThat(describe(Definitions.compile(yaml), "customer."))
                .isEqualTo("f_1d I, f_1d_exact B, f_7d I, f_7d_exact B, share_1d R, share_7d R, best I");
    }

    private static FeatureSet customer(Pipeline pipeline) {
        return pipeline.features().sets().stream()
                .filter(set -> set.name().equals("customer"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> definitions(String feature) {
        return Definitions.compile(Definitions.one(feature)).features().features().stream()
                .filter(f -> f.name().startsWith("customer."))
                .map(Feature::definition)
                .toList();
    }

    private static String describe(Pipeline pipeline, String prefix) {
        return pipeline.features().features().stream()
                .filter(feature -> feature.name().startsWith(prefix))
                .map(feature -> feature.name().substring("customer.".length()) + " " + letter(feature.kind()))
                .collect(Collectors.joining(", "));
    }

    private static char letter(FeatureKind kind) {
        return kind.name().charAt(0);
    }
}
