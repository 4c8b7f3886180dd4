package io.millrace.pipeline;

/**
 * The checked outcome section.
 *
 * @param source index of the source that reports outcomes
 * @param joinSlot slot, in the outcome's events, of the field that holds the scored event's business id
 * @param horizon how long after an event its outcome may be reported before it counts as absent, in milliseconds
 * @param corrections how long after the horizon a late report still corrects the label, in milliseconds
 * @param absent the label of a prediction whose outcome was not reported
 */
public record OutcomeSpec(int source, int joinSlot, long horizon, long corrections, double absent) {}
