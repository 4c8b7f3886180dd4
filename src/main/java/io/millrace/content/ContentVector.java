package io.millrace.content;

import org.jspecify.annotations.Nullable;

/**
 * A vector that is computed of the content of an event's field.
 *
 * @param name its own, by which features read it
 * @param from the slot of the content in the event, or of the reference to it
 * @param into the slot of the vector
 * @param keep whether the content stays in the event, because something else reads it
 * @param reference how the content is referred to; null where it is in the event
 */
public record ContentVector(
        String name,
        int from,
        int into,
        boolean keep,
        @Nullable ImageReference reference,
        Recipe recipe) {
    /** The slots that nothing else reads: bit i is set for slot i. */
    long dropped() {
        long slots = keep ? 0 : 1L << from;
        return reference == null || reference.keep() ? slots : slots | 1L << reference.digest();
    }
}
