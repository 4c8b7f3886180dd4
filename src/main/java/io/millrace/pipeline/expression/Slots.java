package io.millrace.pipeline.expression;

/** Where the values of operands are found at run time. */
public interface Slots {
    /** The slot of a field in the event. */
    int field(String name);

    /** The slot of a feature in the row. */
    int feature(String name);
}
