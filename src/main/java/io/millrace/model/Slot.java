package io.millrace.model;

/** The part that a model plays in a pipeline. */
public enum Slot {
    /** Its scores count, for all entities that no challenger serves. */
    CHAMPION,
    /** Its scores count, for a declared share of the entities. */
    CHALLENGER,
    /** It scores what others serve; its scores are for comparison alone. */
    SHADOW
}
