package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.pipeline.FeatureTest;
import io.millrace.pipeline.FeatureTest.Expected;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.testing.Explanation.Input;
import io.millrace.testing.Explanation.OfInputs;
import io.millrace.testing.Explanation.OfWindow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestRunnerTest {
    @Test
    void aTestPassesWhereEveryFeatureIsAsExpected() {
        assertThat(Rides.failures(
                        "rides: [{at: 0s, driver: 1, fare: 7.0}, {at: 59m, driver: 1, fare: 0.33},"
                                + " {at: 1h, driver: 1}, {at: 59m, driver: 2, fare: 9.0}]",
                        "{at: 1h, driver.rides: 2, driver.fares: {about: 0.3, within: 0.1}, ride.share: missing,"
                                + " ride.dark: missing}"))
                .isEmpty();
    }

    @Test
    void theOrderInWhichEventsAreWrittenDoesNotMatter() {
        assertThat(Rides.failures(
                        "rides: [{at: 50m, driver: 1, fare: 2.0}, {at: 10m, driver: 1, fare: 1.0}],"
                                + " complaints: [{at: 40m, driver: 1}, {at: 9m, driver: 1}]",
                        "[{at: 10m, driver.rides: 1, driver.complaints: 1},"
                                + " {at: 50m, driver.rides: 2, driver.fares: 3, driver.complaints: 2}]"))
                .isEmpty();
    }

    @Test
    void eventsOfOneTimeCountInTheOrderInWhichTheyAreWritten() {
        assertThat(Rides.failures(
                        "rides: [{at: 1m, ride: b, driver: 1}, {at: 1m, ride: a, driver: 1}],"
                                + " complaints: [{at: 1m, driver: 1}]",
                        "[{id: b, driver.rides: 1, driver.complaints: 1}, {id: a, driver.rides: 2}]"))
                .isEmpty();
    }

    @Test
    void aFailureOfAVectorShowsTheNumberThatTheFeatureIsOf() {
        String schema = """
                {"type": "record", "name": "View", "fields": [
                  {"name": "id", "type": "string"},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "user", "type": "string"},
                  {"name": "taste", "type": ["null", {"type": "array", "items": "float"}]}]}
                """;
        String yaml = """
                pipeline: views
                sources: {views: {topic: views, schema: v.avsc, id: id, time: at}}
                features:
                  user: {entity: user, source: views, mean: {avg: taste, dimensions: 2, window: 1h}}
                model: {name: m, scores: views, inputs: [user.*]}
                tests:
                  - name: means
                    given: {views: [{at: 0d, user: a, taste: [0.5, 2]}, {at: 1m, user: a}, {at: 2m, user: a, taste: [0.25, 8]}]}
                    expect: {at: 2m, user.mean_0: 0.375, user.mean_1: 4}
                """;
        Pipeline pipeline = PipelineCompiler.compile(new PipelineText("p.yaml", yaml, Map.of("v.avsc", schema)));

        List<Failure> failures = new TestRunner(pipeline).run(pipeline.tests().get(0));

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.feature().name()).isEqualTo("user.mean_1");
            assertThat(failure.found()).isEqualTo(5);
        });
        OfWindow contents = (OfWindow) failures.get(0).explanation();
        assertThat(contents.column()).isEqualTo("taste:vector of 2 floats");
        assertThat(rows(contents)).containsExactly("1 2 INSIDE", "2 missing INSIDE", "3 8 INSIDE");
    }

    @Test
    void aFailureShowsTheWindowAndItsNeighbours() {
        List<Failure> failures = Rides.failures(
                "rides: [{at: 0s, driver: 1, fare: 1.0}, {at: 1h, driver: 1, fare: 2.0}, {at: 90m, driver: 1},"
                        + " {at: 2h, ride: x, driver: 1, fare: 4.0}, {at: 2h, ride: y, driver: 1, fare: 8.0},"
                        + " {at: 100m, driver: 2, fare: 16.0}]",
                "{id: x, driver.rides: 2, driver.fares: 6}");

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.feature().name()).isEqualTo("driver.fares");
            assertThat(failure.found()).isEqualTo(4);
            assertThat(failure.event().id()).isEqualTo("x");
            assertThat(failure.expected().place()).isEqualTo("p.yaml:21 tests[0].expect.driver.fares");
        });
        OfWindow contents = (OfWindow) failures.get(0).explanation();
        assertThat(contents.source()).isEqualTo("rides");
        assertThat(contents.column()).isEqualTo("fare:double");
        assertThat(contents.key()).isEqualTo("driver 1");
        assertThat(rows(contents))
                .containsExactly("1 1 BEFORE", "2 2 BEFORE", "3 missing INSIDE", "x 4 INSIDE", "y 8 AFTER");
    }

    @Test
    void aSessionShowsWhatBeginsIt() {
        List<Failure> failures = Rides.failures(
                "rides: [{at: 0s, driver: 1, fare: 1.0, night: true}, {at: 21m, driver: 1, fare: 2.0, night: true},"
                        + " {at: 30m, driver: 1, fare: 5.0}, {at: 41m, driver: 1, fare: 4.0, night: true},"
                        + " {at: 2h, driver: 1, fare: 8.0}], complaints: [{at: 39m, driver: 1}]",
                "[{at: 41m, driver.shift: 0, driver.trouble: 0}, {at: 2h, driver.shift: 1}]");

        assertThat(failures).extracting(Failure::found).containsExactly(6.0, 1.0, 0.0);
        assertThat(rows((OfWindow) failures.get(0).explanation()))
                .containsExactly("1 1 BEFORE", "2 2 INSIDE", "3 missing INSIDE", "4 4 INSIDE", "5 missing AFTER");
        assertThat(rows((OfWindow) failures.get(2).explanation()))
                .containsExactly("3 missing BEFORE", "4 4 BEFORE", "5 missing INSIDE");
    }

    @Test
    void aWindowThatEndedShowsWhatCameSince() {
        OfWindow contents = (OfWindow) Rides.failures(
                        "rides: [{at: 0s, driver: 1, fare: 5.0, night: true}, {at: 1m, driver: 1, fare: 9.0},"
                                + " {at: 30m, driver: 1, fare: 7.0, night: true}, {at: 31m, driver: 1, fare: 8.0, night: true},"
                                + " {at: 1h, driver: 1, fare: 6.0}, {at: 2h, driver: 1}]",
                        "{at: 1h, driver.most: 8}")
                .get(0)
                .explanation();
        assertThat(rows(contents))
                .containsExactly("1 5 INSIDE", "2 missing INSIDE", "3 7 INSIDE", "4 8 AFTER", "5 missing AFTER");
    }

    @Test
    void aWindowOfAnotherSourceShowsItsEvents() {
        OfWindow contents = (OfWindow) Rides.failures(
                        "rides: [{at: 1h, driver: 1}], complaints: [{at: 0s, driver: 1}, {at: 1h, driver: 1},"
                                + " {at: 61m, driver: 1}, {at: 1h, driver: 2}]",
                        "{at: 1h, driver.complaints: 5}")
                .get(0)
                .explanation();
        assertThat(rows(contents)).containsExactly("1 1 BEFORE", "2 1 INSIDE", "3 1 AFTER");
    }

    @Test
    void anErasureErasesWhatWasBeforeItAndFailuresShowThat() {
        var pipeline = Rides.erasableWith("{name: t, given: {"
                + "rides: [{at: 0s, driver: 1, fare: 1.0}, {at: 1m, driver: 1, fare: 2.0}, {at: 1m, driver: 2, fare: 5.0},"
                + " {at: 2m, driver: 1, fare: 4.0}, {at: 2m, driver: 2}],"
                + " farewells: [{at: 1m, driver: 1}, {at: 2m, driver: 1}]},"
                + " expect: [{id: '2', driver.fares: 3}, {id: '4', driver.fares: 0}, {id: '5', driver.fares: 5}]}");
        List<Failure> failures = new TestRunner(pipeline).run(pipeline.tests().get(0));

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.found()).isEqualTo(4);
            assertThat(rows((OfWindow) failure.explanation()))
                    .containsExactly("1 1 ERASED", "2 2 ERASED", "4 4 INSIDE");
        });
    }

    @Test
    void aDerivedFeatureShowsItsInputs() {
        Failure failure = Rides.failures(
                        "rides: [{at: 0s, driver: 1, fare: 1.5}, {at: 1m, driver: 1, fare: 0.5}]",
                        "{at: 1m, ride.share: 0.5}")
                .get(0);
        assertThat(failure.found()).isEqualTo(0.25);
        assertThat(failure.explanation())
                .isEqualTo(new OfInputs(List.of(new Input("fare", "0.5"), new Input("driver.fares", "2"))));
    }

    @Test
    void aMissingFieldShowsAsMissing() {
        Failure failure = Rides.failures("rides: [{at: 0s, driver: 1}]", "{at: 0s, ride.dark: true}")
                .get(0);
        assertThat(failure.found()).isNaN();
        assertThat(failure.explanation()).isEqualTo(new OfInputs(List.of(new Input("night", "missing"))));
    }

    @Test
    void aTestOfAnotherPipelineIsRefused() {
        var pipeline =
                Rides.with("{name: t, given: {rides: [{at: 0s, driver: 1}]}, expect: {at: 0s, driver.rides: 1}}");
        FeatureTest test = pipeline.tests().get(0);
        FeatureTest other =
                new FeatureTest("t", test.given(), List.of(new Expected("p.yaml:1", 0, "card.count", 1, 0)));
        assertThatThrownBy(() -> new TestRunner(pipeline).run(other))
                .hasMessage("the test is of another pipeline, one with a feature card.count");
    }

    @Test
    void valuesAreWrittenAsInADefinition() {
        assertThat(ValueText.of(-0.0)).isEqualTo("0");
        assertThat(ValueText.of(7)).isEqualTo("7");
        assertThat(ValueText.of(22.0 / 3)).isEqualTo("7.333333333333333");
        assertThat(ValueText.of(1e300)).isEqualTo("1.0E300");
        assertThat(ValueText.of(Double.NaN)).isEqualTo("missing");
    }

    private static List<String> rows(OfWindow contents) {
        return contents.rows().stream()
                .map(row -> row.event().id() + " " + row.value() + " " + row.side())
                .toList();
    }
}
