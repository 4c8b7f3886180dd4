package io.millrace.flink;

import java.io.Serializable;

/**
 * How a feature set is run, apart from what it means.
 *
 * @param order when events to be scored are taken up
 * @param inMemory how many entities each subtask keeps in memory, in front of the state backend; at least 1
 * @param rowsInMemory how many bytes of those entities' older rows each subtask keeps in memory as well; at least 0
 * @param heldInMemory how many events that wait for event time each subtask keeps in memory; others wait in the state backend; at least 1
 * @param continuesJob whether the job goes on from a savepoint or checkpoint, so that a set without state has missed what came before
 */
public record FeatureSetOptions(Order order, int inMemory, long rowsInMemory, int heldInMemory, boolean continuesJob)
        implements Serializable {
    public FeatureSetOptions {
        if (inMemory < 1) {
            throw new IllegalArgumentException(inMemory + " entities in memory; at least 1");
        }
        if (rowsInMemory < 0) {
            throw new IllegalArgumentException(rowsInMemory + " bytes of rows in memory; at least 0");
        }
        if (heldInMemory < 1) {
            throw new IllegalArgumentException(heldInMemory + " waiting events in memory; at least 1");
        }
    }
}
