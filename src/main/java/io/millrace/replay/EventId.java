package io.millrace.replay;

import io.millrace.event.Event;

/** What a tombstone names: the events of a source with an id. */
record EventId(int source, String id) {
    static EventId of(Event event) {
        return new EventId(event.source(), event.id());
    }
}
