package io.millrace.content;

import io.millrace.event.Event;
import org.jspecify.annotations.Nullable;

/** The content that a vector is computed of, as events have it. */
interface FieldContent {
    /**
     * What stands for an event's content: events with the same key have the same content. Null where there is none.
     *
     * @throws ContentException where it can't be had for what the event says of it
     */
    @Nullable
    String key(Event event) throws ContentException;

    /** The content of an event that has a key, as {@link ContentReader#read} takes it. */
    String read(Event event) throws ContentException;

    /** Begins to read it, where that takes time. */
    default void ahead(Event event) {}

    /** Whether it can be read without waiting, as far as that is begun. */
    default boolean isReady(Event event) {
        return true;
    }

    /** Ends reading ahead. */
    default void forget(Event event) {}
}
