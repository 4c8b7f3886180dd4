package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users are told when a windowed feature is wrong. */
class AggregateProblemsTest {
    private static final String FEATURE = "p.yaml:15 features.customer.f";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "quantile: price, at: [0.5], window: 1d ~ .quantile: \"quantile\" is not known here; did you mean \"quantiles\"?",
                "of: price, window: 1d ~ : is no feature; write one of count, sum, avg, min, max, variance, stddev, skewness, kurtosis, first, last, top, bottom, most_frequent, distinct, entropy, quantiles, histogram, since_last, since_first, gap_mean, gap_stddev, streak, decayed_sum, decayed_mean, custom with a window, or expr",
                "top: price, bottom: price, window: 1d ~ : has top and bottom; a feature is exactly one of them",
                "variance: status, window: 1d ~ .variance: \"status\" is a string; expected a number",
                "top: status, k: 3, window: 1d ~ .top: \"status\" is a string; expected a number",
                "entropy: express, window: 1d ~ .entropy: \"express\" is a bool; expected a number or a string, for example express ? 1 : 0",
                "distinct: at, window: 1d ~ .distinct: \"at\" is a timestamp; expected a number or a string",
                "streak: quantity, window: 1d ~ .streak: \"quantity\" is a int; expected a condition",
                "gap_mean: price, window: 1d ~ .gap_mean: \"price\" can't be taken here: gap_mean is about events; write gap_mean: all, with where for some of the events",
                "sum: price, k: 3, window: 1d ~ .k: means nothing with sum; it belongs to first, last, top, bottom, most_frequent",
                "max: price, by: status, largest: 2, window: 1d ~ .by: means nothing with max; it belongs to count, sum, avg",
                "top: price, kk: 3, window: 1d ~ .kk: \"kk\" is not known here; did you mean \"k\"?",
                "decayed_sum: price, halflife: 1d, window: 1d ~ .halflife: \"halflife\" is not known here; did you mean \"half_life\"?",
                "sum: price, include_current: false, window: 1d ~ .include_current: \"include_current\" is not known here; did you mean \"includes_current\"?",
                "top: price, k: 0, window: 1d ~ .k: is 0; expected a whole number from 1 to 100",
                "top: price, k: 2.5, window: 1d ~ .k: is 2.5; expected a whole number from 1 to 100",
                "top: price, k: two, window: 1d ~ .k: is \"two\"; expected a number",
                "distinct: note, bound: 1e6, window: 1d ~ .bound: is 1e6; expected a whole number from 1 to 100000",
                "last: status, window: 1d ~ : is about a string, and a feature is a number; write for example categories: [A, B, C], so that it is the position in that list",
                "most_frequent: quantity, categories: [A], window: 1d ~ .categories: belongs to a string; \"quantity\" is a int",
                "first: status, categories: [OPEN, OPEN], window: 1d ~ .categories[1]: stands in this list already; remove one of the two",
                "first: status, categories: [], window: 1d ~ .categories: is empty; write for example categories: [A, B, C]",
                "first: status, categories: [5], window: 1d ~ .categories[0]: is the number 5; expected a text",
                "first: status, categories: OPEN, window: 1d ~ .categories: is \"OPEN\"; expected a list, for example [a, b]",
                "quantiles: price, window: 1d ~ : has no \"at\"; write for example at: [0.5, 0.99]",
                "quantiles: price, at: [], window: 1d ~ .at: is empty; write for example at: [0.5, 0.99]",
                "quantiles: price, at: [50], window: 1d ~ .at[0]: is 50; expected a quantile from 0 to 1, 0.5 for the median",
                "quantiles: price, at: [0.5, 0.50], window: 1d ~ .at[1]: stands in this list already; remove one of the two",
                "quantiles: price, at: [0.5], error: 0.01, window: 1d ~ .error: \"0.01\" is no relative error; write for example 1% (from 0.1% to 25%)",
                "quantiles: price, at: [0.5], error: 26%, window: 1d ~ .error: \"26%\" is no relative error; write for example 1% (from 0.1% to 25%)",
                "quantiles: price, at: [0.5], error: 0.09%, window: 1d ~ .error: \"0.09%\" is no relative error",
                "histogram: price, window: 1d ~ : has no \"edges\"; write for example edges: [10, 100, 1000]",
                "histogram: price, edges: [1, 5, 3], window: 1d ~ .edges[2]: is 3, which is not above the edge before it; write the edges in ascending order",
                "histogram: price, edges: [1, 1.0], window: 1d ~ .edges[1]: is 1.0, which is not above the edge before it",
                "histogram: price, edges: [1e999], window: 1d ~ .edges[0]: is larger than any number that a feature can hold; at most 1.7e308",
                "decayed_sum: price, window: 1d ~ : has no \"half_life\"; write for example half_life: 1d",
                "decayed_sum: price, half_life: 0s, window: 1d ~ .half_life: is 0; expected a duration of at least 1ms",
                "decayed_mean: price, half_life: 1d, window: lifetime ~ .window: is lifetime, but what decays needs a window that ends; write for example window: 30d",
                "decayed_mean: price, half_life: 1s, windows: [1000s, 1001s] ~ .windows: 1001s is longer than 1000 half-lives of 1s; write a shorter window or a longer half_life",
                "count: all, by: status, window: 1d ~ : has by, but neither groups nor largest; write for example groups: [A, B] for a feature of each, or largest: 3",
                "count: all, groups: [A], window: 1d ~ : has groups, but nothing to group by; write for example by: country",
                "count: all, largest: 2, window: 1d ~ : has largest, but nothing to group by; write for example by: country",
                "count: all, by: status, groups: [A], largest: 2, window: 1d ~ : has both groups and largest; keep one of them",
                "count: all, by: status, largest: 101, window: 1d ~ .largest: is 101; expected a whole number from 1 to 100",
                "count: all, by: status, groups: [], window: 1d ~ .groups: is empty; write for example groups: [A, B]",
                "count: all, by: express, largest: 2, window: 1d ~ .by: \"express\" is a bool; expected a number or a string, for example express ? 1 : 0",
                "count: all, by: status, groups: [5], window: 1d ~ .groups[0]: is the number 5; expected a text",
                "count: all, by: quantity, groups: [A], window: 1d ~ .groups[0]: is \"A\"; expected a number",
                "count: all, by: quantity, groups: [1.5], window: 1d ~ .groups[0]: is 1.5; the groups are whole numbers, because by is an int",
                "count: all, by: price, groups: [1, 1.0], window: 1d ~ .groups[1]: is the same group as another one of this list; remove one of the two",
                "count: all, by: status, groups: [A-B, A B], window: 1d ~ .groups[1]: \"A B\" and \"A-B\" would both give a feature that ends in _A_B; give one of them another text in by",
                "custom: geo_spred, of: price, window: 1d ~ .custom: \"geo_spred\" is no custom aggregate on the class path; did you mean \"geo_spread\"?; its jar must hold META-INF/services/io.millrace.feature.spi.CustomAggregate and be named in MILLRACE_CLASSPATH for the command line and for scripts/submit, and lie beside the job's jar in usrlib/ in application mode",
                "custom: quartiles, of: price, window: 1d ~ .custom: \"quartiles\" is no custom aggregate on the class path; known are geo_spread, squared_cents; its jar must hold",
                "custom: 5, of: price, window: 1d ~ .custom: is the number 5; expected a text",
                "custom: squared_cents, window: 1d ~ : has no \"of\"; write for example of: amount",
                "custom: squared_cents, of: status, window: 1d ~ .of: \"status\" is a string; expected a number",
                "custom: squared_cents, of: [], window: 1d ~ .of: is empty; write for example of: amount, or of: [latitude, longitude]",
                "custom: geo_spread, of: [price, price, price], window: 1d ~ .of: has 3 values; at most 2 are allowed",
                "custom: geo_spread, of: [price, note], window: 1d ~ .of[1]: \"note\" is a string; expected a number",
                "custom: geo_spread, of: price, window: 1d ~ .of: is one value, but geo_spread takes 2; write for example of: [latitude, longitude]",
                "custom: squared_cents, of: [price, quantity], window: 1d ~ .of: is 2 values, but squared_cents takes 1; write for example of: amount",
                "custom: squared_cents, of: price, parameters: {scale: 0}, window: 1d ~ .parameters.scale: is 0; expected a whole number from 1 to 10000",
                "custom: squared_cents, of: price, parameters: {scale: [a]}, window: 1d ~ .parameters.scale: is [\"a\"]; expected a number",
                "custom: squared_cents, of: price, parameters: {scale: true}, window: 1d ~ .parameters.scale: is true; expected a number",
                "custom: squared_cents, of: price, parameters: {scale: {}}, window: 1d ~ .parameters.scale: is a mapping; expected a text",
                "custom: squared_cents, of: price, parameters: {scale: [1, a]}, window: 1d ~ .parameters.scale[1]: is \"a\"; expected a number",
                "custom: squared_cents, of: price, parameters: {scales: 10}, window: 1d ~ .parameters.scales: \"scales\" is not known here; did you mean \"scale\"?",
                "custom: squared_cents, of: price, parameters: 100, window: 1d ~ .parameters: is the number 100; expected a mapping of keys to values",
                "custom: geo_spread, of: [price, price], parameters: {radius_km: -1}, window: 1d ~ .parameters.radius_km: is -1.0; expected a number above 0",
                "sum: price, of: price, window: 1d ~ .of: means nothing with sum; it belongs to custom",
                "custom: squared_cents, of: price, by: status, largest: 2, window: 1d ~ .by: means nothing with custom; it belongs to count, sum, avg",
                "sum: price, window: livetime ~ .window: \"livetime\" is not a window; did you mean \"lifetime\"?",
                "sum: price, windows: [lifetime, lifetime] ~ .windows[1]: is as long as another window of this feature; remove one",
                "sum: price, window: 1d, session: 30m ~ : has both a window and a session; keep one of them",
                "sum: price, windows: [1d, 7d], session: 30m ~ : has both a window and a session; keep one of them",
                "sum: price, session: 0m ~ .session: is 0; expected a duration of at least 1ms",
                "sum: price, session: lifetime ~ .session: \"lifetime\" is not a duration; write for example",
                "sum: price, session: [30m, 1h] ~ .session: is a list; expected a single value",
                "sum: price, session: 30m, at_most: 0d ~ .at_most: is 0; expected a duration of at least 1ms",
                "sum: price, session: 30m, at_most: 30m ~ .at_most: is not longer than the gap of 30m, so that the session would be every event of the last 30m; write a longer one, or window: 30m",
                "sum: price, session: 24h ~ .session: is not shorter than at_most, which is 1d unless said, so that the session would be every event of the last 1d; write for example at_most: 30d",
                "sum: price, window: 1d, at_most: 2d ~ .at_most: means nothing without session; it says how far back a session reaches at most, where a window has its length",
                "sum: price, session: 30m, accuracy: {hop: 1m} ~ .accuracy: means nothing with session, which begins with an event; leave it out",
                "decayed_sum: price, session: 30m, half_life: 1s ~ .session: 1d is longer than 1000 half-lives of 1s; write a shorter window or a longer half_life",
                "decayed_sum: price, session: 30m, at_most: 1h, half_life: 1s ~ .at_most: 1h is longer than 1000 half-lives of 1s; write a shorter window or a longer half_life",
                "since_last: all, session: 30m ~ .since_last: is always 0, because the last event is the one at hand; write includes_current: false",
                "sum: price, window: 1d, accuracy: exakt ~ .accuracy: \"exakt\" is no accuracy; write exact, or for example {hop: 5m}",
                "sum: price, window: 1d, accuracy: [exact] ~ .accuracy: is a list; expected a single value",
                "sum: price, window: 1d, accuracy: {} ~ .accuracy: has no \"hop\"; write for example hop: 5m",
                "sum: price, window: 1d, accuracy: {hops: 5m} ~ .accuracy.hops: \"hops\" is not known here; did you mean \"hop\"?",
                "sum: price, window: 1d, accuracy: {hop: 0m} ~ .accuracy.hop: is 0; expected a duration of at least 1ms",
                "sum: price, windows: [1h, 7d], accuracy: {hop: 2h} ~ .accuracy.hop: 2h is longer than the window of 1h; a hop is at most as long as each window",
                "sum: price, windows: [1d, lifetime], accuracy: {hop: 2h} ~ .accuracy.hop: means nothing for a lifetime window, which has no left edge; declare that window in a feature of its own",
                "sum: price, window: 1d, includes_current: maybe ~ .includes_current: is \"maybe\"; expected true or false",
                "sum: price, window: 1d, lag: 1h, includes_current: false ~ .includes_current: has no effect: with a lag, the window ends before the event at hand; leave it out",
                "count: all, source: returns, window: 1d, includes_current: false ~ .includes_current: has no effect: events of returns are not scored, so that none of them is the event at hand; leave it out",
                "since_last: all, window: lifetime ~ .since_last: is always 0, because the last event is the one at hand; write includes_current: false",
                "sum: price, window: 1d, empty: mising ~ .empty: \"mising\" is neither a number nor the word missing; did you mean \"missing\"?",
                "sum: price, window: 1d, empty: .nan ~ .empty: is the number .nan; expected a decimal number",
                "sum: quantity, window: 1d, empty: 0.5 ~ .empty: is no whole number, but the feature is; write a whole number or missing",
                "count: all, window: 1d, empty: missing ~ .empty: has no effect: count is 0 where there are no events; leave it out",
                "histogram: price, edges: [1], window: 1d, empty: 1 ~ .empty: has no effect: histogram is 0 where there are no events; leave it out",
                "sum: price, window: 1d, where: quantity > shop.items ~ .where: \"shop.items\" has several values; name one of shop.items_1d_1, shop.items_1d_2, shop.items_7d_1, shop.items_7d_2",
                "sum: price - shop.share, window: 1d ~ .sum: \"shop.share\" is a derived feature (expr), which a window can't read yet; write its expression here, over windowed features of other sets",
                "sum: price - shop.spent, window: 1d ~ .sum: \"shop.spent\" is neither a field of shop.Order nor a feature; did you mean \"shop.spend\"?",
                "sum: price - customer.f, window: 1d ~ .sum: \"customer.f\" is not a field of shop.Order; a window reads fields of its source and features of other sets, not of its own",
                "count: all, source: returns, where: shop.spend > 1.0, window: 1d ~ .where: \"shop.spend\" is a feature, which only windows over the scored source can read; events of returns are not scored",
            })
    void saysWhereWhatAndWhatToWrite(String feature, String expected) {
        assertThat(Definitions.problems(Definitions.one(feature)))
                .anySatisfy(problem -> assertThat(problem).contains(FEATURE + expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "since_last: all, window: lifetime, where: price > 2.0",
                "since_last: all, window: lifetime, lag: 1h",
                "since_last: all, window: lifetime, source: returns",
                "count: all, window: 1d, empty: 0",
                "count: all, by: status, largest: 2, window: 1d, empty: missing",
                "decayed_sum: price, half_life: 1s, window: 1000s",
                "quantiles: price, at: [0, 1], error: 25%, window: 1d",
                "custom: squared_cents, of: [price], parameters: {}, window: lifetime, empty: missing",
                "sum: quantity, empty: -3, window: 1d",
                "sum: price, session: 30m",
                "sum: price, session: 30m, at_most: 31m, lag: 1h",
                "decayed_sum: price, session: 10m, at_most: 1000s, half_life: 1s, where: price > 2.0",
                "sum: price, window: 1d, accuracy: {hop: 1d}",
                "sum: price, windows: [1d, lifetime], accuracy: exact",
            })
    void hasNothingToSay(String feature) {
        assertThat(Definitions.problems(Definitions.one(feature))).isEmpty();
    }

    @Test
    void oneMistakeIsOneProblem() {
        List<String> mistakes = List.of(
                "first: status, categories: [5], window: 1d",
                "count: all, by: status, groups: [A-B, A B], window: 1d",
                "sum: price, session: 24h",
                "sum: price, window: 1d, at_most: 2d",
                "sum: price, window: 1d, accuracy: {hop: 2d}",
                "sum: price, window: 1d, accuracy: {}",
                "top: price, k: 0, window: 1d",
                "sum: price, k: 3, window: 1d",
                "sum: price, window: 1d, empty: none",
                "custom: squared_cents, window: 1d",
                "custom: geo_spred, of: price, window: 1d",
                "custom: squared_cents, of: price, parameters: {scale: 0}, window: 1d",
                "sum: price - shop.share, window: 1d");
        assertThat(mistakes).allSatisfy(feature -> assertThat(Definitions.problems(Definitions.one(feature)))
                .hasSize(1));
    }

    @Test
    void listsAreBounded() {
        String edges = IntStream.range(0, 101).boxed().toList().toString();
        assertThat(Definitions.problems(Definitions.one("histogram: price, window: 1d, edges: " + edges)))
                .containsExactly(FEATURE + ".edges: has 101 values; at most 100 are allowed");
    }

    @Test
    void severalValuesAreNamedOneByOneInDerivedFeaturesAndInputs() {
        String top = Definitions.one("top: price, k: 2, window: 1d}\n    g: {expr: f");
        assertThat(Definitions.problems(top))
                .containsExactly("p.yaml:16 features.customer.g.expr: \"f\" has several values;"
                        + " name one of customer.f_1, customer.f_2");
        assertThat(Definitions.problems(
                        Definitions.one("distinct: note, windows: [1d, 7d]").replace("[customer.*]", "[customer.f]")))
                .containsExactly("p.yaml:16 model.inputs[0]: \"customer.f\" has a feature for each window;"
                        + " name customer.f_1d, customer.f_1d_exact, customer.f_7d, customer.f_7d_exact");
        assertThat(Definitions.problems(
                        Definitions.one("bottom: price, k: 2, window: 1d").replace("[customer.*]", "[customer.f]")))
                .containsExactly("p.yaml:16 model.inputs[0]: \"customer.f\" has several values;"
                        + " name customer.f_1, customer.f_2");
    }

    @Test
    void namesOfValuesMustBeFree() {
        String clash = Definitions.one("top: price, k: 2, window: 1d}\n    f_2: {count: all, window: 1d");
        assertThat(Definitions.problems(clash))
                .containsExactly("p.yaml:16 features.customer.f_2: \"customer.f_2\" is the name of another feature"
                        + " already; rename one of the two");
    }

    @Test
    void namesThatBeginAlikeAreToldApart() {
        String alike = Definitions.one("sum: price - shop.share_of_1h, window: 1d")
                .replace("    share: {", "    share_of: {sum: price, windows: [1d]}\n    share: {");
        assertThat(Definitions.problems(alike))
                .containsExactly("p.yaml:16 features.customer.f.sum: \"shop.share_of_1h\" is neither a field of"
                        + " shop.Order nor a feature; did you mean \"shop.share_of_1d\"?");
        String derived =
                Definitions.one("sum: price - shop.spend_of_1h, window: 1d").replace("    share: {", "    spend_of: {");
        assertThat(Definitions.problems(derived))
                .singleElement()
                .asString()
                .contains("\"shop.spend_of_1h\" is a derived feature (expr)");
    }

    @Test
    void aFeatureThatHasProblemsIsReportedWhereItStandsAlone() {
        String broken = Definitions.one("sum: price - shop.spend, window: 1d").replace("sum: price, ", "sum: prise, ");
        assertThat(Definitions.problems(broken))
                .containsExactly("p.yaml:9 features.shop.spend.sum: \"prise\" is not a field of shop.Order;"
                        + " did you mean \"price\"?");
    }

    @Test
    void setsThatNeedEachOtherAreNamed() {
        String circle = Definitions.one("sum: price - shop.spend, window: 1d")
                .replace("sum: price,", "sum: price - customer.f,");
        assertThat(Definitions.problems(circle))
                .containsExactly("p.yaml:15 features.customer.f.sum: feature sets shop and customer need each other:"
                        + " shop > customer > shop; declare in a set of its own what the others read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "[] ~ p.yaml:7 features.customer.entity: is empty; write for example entity: [customer_id, shop_id]",
                "[customer, customer] ~ p.yaml:7 features.customer.entity[1]: stands in this list already; remove one of the two",
                "[customer, custmer] ~ p.yaml:7 features.customer.entity[1]: \"custmer\" is not a field of shop.Order; did you mean \"customer\"?",
                "[customer, note] ~ p.yaml:7 features.customer.entity[1]: \"note\" is not a field of shop.Return",
                "[customer, price] ~ p.yaml:7 features.customer.entity[1]: field \"price\" of source orders is a DOUBLE; an entity's key is a STRING or a LONG",
                "[5] ~ p.yaml:7 features.customer.entity[0]: is the number 5; expected a text",
            })
    void saysWhatIsWrongWithAnEntity(String entity, String expected) {
        assertThat(Definitions.problems(Definitions.shop("entity: customer", "entity: " + entity)))
                .anySatisfy(problem -> assertThat(problem).contains(expected));
    }
}
