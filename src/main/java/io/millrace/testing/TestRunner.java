package io.millrace.testing;

import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.Feature;
import io.millrace.feature.FeaturePlan;
import io.millrace.pipeline.FeatureTest;
import io.millrace.pipeline.FeatureTest.Expected;
import io.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs tests with the evaluator of the stream, as the stream takes events up in event-time order: the events of the scored source by (time, partition, offset), each as of its own time, and those of other
 * sources with a time at or before it. In which order a test gives its events does not matter.
 */
public final class TestRunner {
    private final Pipeline pipeline;
    private final FeaturePlan plan;
    private final Map<String, Feature> features = new HashMap<>();
    private final Explanations explanations;

    public TestRunner(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.plan = pipeline.features();
        plan.features().forEach(feature -> features.put(feature.name(), feature));
        this.explanations = new Explanations(pipeline);
    }

    /** Runs a test of this pipeline. The result is empty where all is as expected. */
    public List<Failure> run(FeatureTest test) {
        List<Seen> seen = evaluate(GivenEvent.all(pipeline, test));
        List<Failure> failures = new ArrayList<>();
        for (Expected expected : test.expected()) {
            Seen event = seen.get(expected.event());
            Feature feature = feature(expected.feature());
            double found = event.row()[feature.slot()];
            if (!expected.holds(found)) {
                failures.add(new Failure(
                        expected, feature, event.event(), found, explanations.of(feature, event, set -> seen)));
            }
        }
        return failures;
    }

    private Feature feature(String name) {
        Feature feature = features.get(name);
        if (feature == null) {
            throw new IllegalArgumentException("the test is of another pipeline, one with a feature " + name);
        }
        return feature;
    }

    /** The events in the order given, those that are scored with their features. */
    private List<Seen> evaluate(List<Event> events) {
        Evaluator evaluator = new Evaluator(plan);
        Map<Event, double[]> rows = new HashMap<>();
        events.stream().filter(event -> event.source() != plan.scored()).forEach(evaluator::learn);
        events.stream()
                .filter(event -> event.source() == plan.scored())
                .sorted(Comparator.comparingLong(Event::time).thenComparingLong(Event::offset))
                .forEach(event -> rows.put(event, evaluator.evaluate(event).row()));
        return events.stream()
                .map(event -> new Seen(event, rows.getOrDefault(event, Seen.NO_FEATURES)))
                .toList();
    }
}
