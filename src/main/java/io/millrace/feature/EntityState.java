package io.millrace.feature;

import java.util.List;

/**
 * What is kept of one entity for one feature set: a log of events for each source that feeds it.
 *
 * @param logs in the order of the sources' indices
 */
public record EntityState(List<EventLog> logs) {
    public EntityState {
        logs = List.copyOf(logs);
    }

    /** The log of a source, which must feed the set. */
    public EventLog log(int source) {
        for (EventLog log : logs) {
            if (log.source() == source) {
                return log;
            }
        }
        throw new IllegalStateException("no log of source " + source
                + " in this state; the definition changed in a way that needs a new state");
    }
}
