package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.pipeline.FeatureTest.Expected;
import io.millrace.pipeline.FeatureTest.Given;
import io.millrace.pipeline.FeatureTest.Value;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tests are read as, and what users are told when one is wrong. */
class TestsSectionTest {
    private static final long DAY = 86_400_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "name: sums ~ nam: sums ~ p.yaml:21 tests[0]: has no \"name\"; write for example name: the left edge of a window is open",
                "name: sums ~ nam: sums ~ p.yaml:21 tests[0].nam: \"nam\" is not known here; did you mean \"name\"?",
                "orders: [ ~ oders: [ ~ p.yaml:23 tests[0].given.oders: \"oders\" is not a source; did you mean \"orders\"?",
                "note: null ~ nte: null ~ p.yaml:25 tests[0].given.orders[1].nte: \"nte\" is not a field of shop.Order; did you mean \"note\"?",
                "note: null ~ lines: a ~ p.yaml:25 tests[0].given.orders[1].lines: field \"lines\" of shop.Order is of type array of string, which can't be used",
                "quantity: 2 ~ quantity: 2.5 ~ p.yaml:24 tests[0].given.orders[0].quantity: is 2.5; expected a whole number of at most 64 bits",
                "quantity: 2 ~ quantity: 99999999999999999999 ~ p.yaml:24 tests[0].given.orders[0].quantity: is 99999999999999999999; expected a whole number",
                "quantity: 2 ~ quantity: two ~ p.yaml:24 tests[0].given.orders[0].quantity: is \"two\"; expected a number",
                "price: 2.5, status ~ price: 1e999, status ~ p.yaml:24 tests[0].given.orders[0].price: is too large for a double",
                "express: true ~ express: 1 ~ p.yaml:25 tests[0].given.orders[1].express: is the number 1; expected true or false",
                "{at: 0d, customer ~ {customer ~ p.yaml:24 tests[0].given.orders[0]: has no \"at\"; write for example at: 1d, a day after the start of the test",
                "{at: 0d, customer ~ {at: soon, customer ~ p.yaml:24 tests[0].given.orders[0].at: \"soon\" is no time; write how long after the start of the test, for example \"1d12h\", or for example \"2024-01-02T12:00:00Z\"",
                "{at: 0d, customer ~ {at: 2024-01-02, customer ~ p.yaml:24 tests[0].given.orders[0].at: \"2024-01-02\" is no time",
                "{at: 0d, customer ~ {at: \"1969-12-31T23:59:59Z\", customer ~ p.yaml:24 tests[0].given.orders[0].at: \"1969-12-31T23:59:59Z\" is no time",
                "{at: 0d, customer: a ~ {at: 0d, customer: null ~ p.yaml:24 tests[0].given.orders[0]: has no \"customer\", without which an event of orders is invalid; write customer: with a value",
                "order_id: 1 ~ order_id: null ~ p.yaml:26 tests[0].given.returns[0]: has no \"order_id\", without which an event of returns is invalid",
                "{at: 0d, customer ~ {at: 0d, order_id: 2, customer ~ p.yaml:25 tests[0].given.orders[1]: has the id 2 of another event of this source, which the stream would refuse as a repetition; give each its own",
                "expect: {at: 1d ~ expect: {at: 2d ~ p.yaml:27 tests[0].expect.at: there is no such event of orders; the test gives 1 at 0s, 2 at 1d",
                "expect: {at: 1d ~ expect: {id: 1, at: 1d ~ p.yaml:27 tests[0].expect.at: there is no such event of orders; the test gives 1 at 0s, 2 at 1d",
                "expect: {at: 1d ~ expect: {id: x ~ p.yaml:27 tests[0].expect.id: there is no such event of orders; the test gives 1 at 0s, 2 at 1d",
                "{at: 1d, price ~ {at: 0d, price ~ p.yaml:27 tests[0].expect.at: there is no such event of orders; the test gives 1 at 0s, 2 at 0s",
                "expect: {at: 1d, ~ expect: { ~ p.yaml:27 tests[0].expect: names no event of orders; write at: with its time, or id:",
                "expect: {at: 1d ~ expect: {at: soon ~ p.yaml:27 tests[0].expect.at: \"soon\" is no time",
                "customer.spend: 5 ~ customer.spent: 5 ~ p.yaml:27 tests[0].expect.customer.spent: \"customer.spent\" is not a feature; did you mean \"customer.spend\"?",
                "customer.spend: 5 ~ customer.count: 5 ~ p.yaml:27 tests[0].expect.customer.count: \"customer.count\" has a feature for each window; name one of customer.count_1d, customer.count_7d",
                "customer.spend: 5 ~ customer.count_1d: 1.5 ~ p.yaml:27 tests[0].expect.customer.count_1d: is 1.5, but customer.count_1d is a whole number",
                "customer.spend: 5 ~ customer.spend: five ~ p.yaml:27 tests[0].expect.customer.spend: is \"five\"; expected a number",
                "customer.spend: 5 ~ customer.spend: null ~ p.yaml:27 tests[0].expect.customer.spend: is empty; expected a single value",
                "within: 0.01 ~ withn: 0.01 ~ p.yaml:27 tests[0].expect.order.ratio.withn: \"withn\" is not known here; did you mean \"within\"?",
                "within: 0.01 ~ within: -1 ~ p.yaml:27 tests[0].expect.order.ratio.within: is -1.0; expected a distance, which is not negative",
            })
    void saysWhereWhatAndWhatToWrite(String part, String replacement, String expected) {
        String yaml = Definitions.SHOP + Definitions.TESTS.replace(part, replacement);
        assertThat(Definitions.TESTS).contains(part);
        assertThat(Definitions.problems(yaml))
                .anySatisfy(problem -> assertThat(problem).startsWith(expected));
    }

    @Test
    void anAmbiguousTimeIsAnsweredWithTheIdsToChooseFrom() {
        String tests = Definitions.TESTS.replace("{at: 0d, customer", "{at: 1d, order_id: 77, customer");
        assertThat(Definitions.problems(Definitions.SHOP + tests))
                .containsExactly(
                        "p.yaml:27 tests[0].expect.at: is the time of 2 events of orders; name one of them by id: 77, 2");
    }

    @Test
    void emptyAndMisshapenTestsAreReported() {
        assertThat(Definitions.problems(Definitions.SHOP + "tests: {}"))
                .containsExactly("p.yaml:20 tests: is a mapping; expected a list, for example [a, b]");
        assertThat(Definitions.problems(Definitions.SHOP + "tests: [5]"))
                .containsExactly("p.yaml:20 tests[0]: is the number 5; expected a mapping of keys to values");
        assertThat(Definitions.problems(
                        Definitions.SHOP + "tests: [{name: a, given: {orders: []}, expect: [{at: 0d}, {}]}]"))
                .containsExactly(
                        "p.yaml:20 tests[0].expect[0].at: there is no such event of orders; the test gives none",
                        "p.yaml:20 tests[0].expect[0]: expects nothing; write for example card.count_1d: 1",
                        "p.yaml:20 tests[0].expect[1]: names no event of orders; write at: with its time, or id:",
                        "p.yaml:20 tests[0].expect[1]: expects nothing; write for example card.count_1d: 1");
        assertThat(Definitions.problems(Definitions.SHOP + "tests: [{name: a, given: {orders: []}, expect: []}]"))
                .containsExactly("p.yaml:20 tests[0].expect: is empty; write for example {at: 1d, card.count_1d: 1}");
    }

    @Test
    void aNameThatIsTakenIsReported() {
        String again = Definitions.TESTS.replace("tests:\n", "");
        assertThat(Definitions.problems(Definitions.SHOP + Definitions.TESTS + again))
                .containsExactly(
                        "p.yaml:28 tests[1].name: \"sums\" is the name of another test already; rename one of the two");
    }

    @Test
    void aBooleanIsNoNumber() {
        String shop = Definitions.shop("price: {expr: price}", "price: {expr: price}\n    fast: {expr: express}");
        assertThat(Definitions.problems(shop + Definitions.TESTS.replace("customer.spend: 5", "order.fast: 1")))
                .containsExactly("p.yaml:28 tests[0].expect.order.fast: is the number 1; expected true or false");
        assertThat(Definitions.problems(
                        shop + Definitions.TESTS.replace("customer.spend: 5", "order.fast: {about: 1, within: 0}")))
                .containsExactly("p.yaml:28 tests[0].expect.order.fast: is a mapping, but order.fast is a boolean;"
                        + " expected true, false or missing");
    }

    @Test
    void whatIsWrongElsewhereIsNotRepeated() {
        String noFeature = Definitions.shop("sum: price", "sum: prise") + Definitions.TESTS;
        assertThat(Definitions.problems(noFeature)).noneMatch(problem -> problem.contains("tests"));
        String noSource = Definitions.shop("schema: order.avsc", "schema: ordr.avsc") + Definitions.TESTS;
        assertThat(Definitions.problems(noSource)).noneMatch(problem -> problem.contains("tests"));
        String noTime = Definitions.SHOP + Definitions.TESTS.replace("{at: 1d, price", "{at: soon, price");
        assertThat(Definitions.problems(noTime)).hasSize(1);
    }

    @Test
    void problemsOfTestsComeWithTheOthers() {
        String yaml = Definitions.shop("window: 36h", "window: 10x")
                + Definitions.TESTS.replace("customer.spend: 5", "customer.spend: x");
        assertThat(Definitions.problems(yaml)).hasSize(2);
    }

    @Test
    void eventsHaveTimesIdsAndTheGivenFields() {
        FeatureTest test = Definitions.compile(Definitions.SHOP + Definitions.TESTS)
                .tests()
                .get(0);
        assertThat(test.name()).isEqualTo("sums");
        Given second = test.given().get(1);
        assertThat(second.place()).isEqualTo("p.yaml:25 tests[0].given.orders[1]");
        assertThat(second.id()).isEqualTo("2");
        assertThat(second.offset()).isEqualTo(1);
        assertThat(second.time())
                .isEqualTo(Instant.parse("2024-01-02T00:00:00Z").toEpochMilli());
        assertThat(second.fields())
                .containsOnlyKeys("order_id", "at", "price", "customer", "quantity", "express")
                .containsEntry("order_id", new Value(2, null))
                .containsEntry("at", new Value(FeatureTest.START + DAY, null))
                .containsEntry("price", new Value(Double.doubleToRawLongBits(2.5), null))
                .containsEntry("customer", new Value(0, "a"))
                .containsEntry("express", new Value(1, null));
        assertThat(test.given().get(2).id()).isEqualTo("x");
        assertThat(test.given().get(2).source()).isEqualTo(1);
    }

    @Test
    void expectedValuesStandAtTheirPlaces() {
        FeatureTest test = Definitions.compile(Definitions.SHOP + Definitions.TESTS.replace(": 5}", ": missing}"))
                .tests()
                .get(0);
        String place = "p.yaml:27 tests[0].expect.";
        assertThat(test.expected())
                .containsExactly(
                        new Expected(place + "customer.returned_24h", 1, "customer.returned_24h", 0, 0),
                        new Expected(place + "order.ratio", 1, "order.ratio", 0.5, 0.01),
                        new Expected(place + "customer.spend", 1, "customer.spend", Double.NaN, 0));
    }

    @Test
    void aTimeIsADurationAfterTheStartOrATimestamp() {
        String tests = Definitions.TESTS.replace("{at: 0d, customer", "{at: \"2023-12-31T23:00:00+01:00\", customer");
        Given first = Definitions.compile(Definitions.SHOP + tests)
                .tests()
                .get(0)
                .given()
                .get(0);
        assertThat(first.time()).isEqualTo(FeatureTest.START - 7_200_000);
    }

    @Test
    void valuesAreEqualOrAsNearAsDeclared() {
        assertThat(new Expected("", 0, "f", 7.5, 0).holds(7.5)).isTrue();
        assertThat(new Expected("", 0, "f", 7.5, 0).holds(Math.nextUp(7.5))).isFalse();
        assertThat(new Expected("", 0, "f", 7.33, 0.01).holds(22.0 / 3)).isTrue();
        assertThat(new Expected("", 0, "f", 7.3, 0.01).holds(22.0 / 3)).isFalse();
        assertThat(new Expected("", 0, "f", Double.NaN, 0).holds(Double.NaN)).isTrue();
        assertThat(new Expected("", 0, "f", Double.NaN, 0).holds(0)).isFalse();
        assertThat(new Expected("", 0, "f", 0, 1).holds(Double.NaN)).isFalse();
    }

    @Test
    void testsChangeNoFingerprint() {
        assertThat(Definitions.compile(Definitions.SHOP + Definitions.TESTS).fingerprint())
                .isEqualTo(Definitions.compile(Definitions.SHOP).fingerprint());
    }
}
