package io.millrace.content;

/**
 * A vector that is computed of the content of an event's field.
 *
 * @param name its own, by which features read it
 * @param from the slot of the content in the event
 * @param into the slot of the vector
 * @param keep whether the content stays in the event, because something else reads it
 */
public record ContentVector(String name, int from, int into, boolean keep, Recipe recipe) {}
