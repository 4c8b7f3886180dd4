package io.millrace.testing;

import io.millrace.event.Event;
import io.millrace.feature.Feature;
import io.millrace.pipeline.FeatureTest.Expected;

/**
 * A feature that is not as a test expects.
 *
 * @param event the event as of which it was computed
 * @param found what it is: NaN for missing, 0 or 1 for a boolean
 */
public record Failure(Expected expected, Feature feature, Event event, double found, Explanation explanation) {}
