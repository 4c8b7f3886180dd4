package io.millrace.replay;

import io.millrace.event.Event;

/** What became of events after they were read. */
interface EventFates {
    /** Whether the job refused the event, so that no window ever held it. */
    boolean isRefused(Event event);

    /** Whether a tombstone has the event's id: windows held it until that was read. */
    boolean mayBeDeleted(Event event);
}
