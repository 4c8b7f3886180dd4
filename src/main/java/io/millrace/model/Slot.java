package io.millrace.model;

/** The part that a model plays in a pipeline. */
public enum Slot {
    /** Its scores are the ones that count. */
    CHAMPION
}
