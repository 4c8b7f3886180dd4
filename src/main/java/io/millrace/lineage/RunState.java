package io.millrace.lineage;

/** What became of a run. The names are OpenLineage's. */
public enum RunState {
    START,
    COMPLETE,
    ABORT,
    FAIL
}
