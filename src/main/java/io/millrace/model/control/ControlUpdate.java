package io.millrace.model.control;

import org.jspecify.annotations.Nullable;

/**
 * What the subtasks that score are told: a decision or none, and how far they may go.
 *
 * @param horizon event time in epoch milliseconds: all changes that hold up to there have been told, this one included where it does
 */
public record ControlUpdate(@Nullable Decision decision, long horizon) {}
