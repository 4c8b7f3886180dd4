package io.millrace.model.control;

import io.millrace.event.TextHash;

/**
 * Places entities by a salted hash on a line from 0 to 1, evenly, the same for ever: a challenger serves the entities on a part of it. A share that grows keeps the entities that it had.
 */
public final class Assignment {
    private static final double STEP = 0x1p-53;

    private final String prefix;

    /** @param salt what the places depend on besides the entity; different purposes take different ones, so that they don't meet on the same entities */
    public Assignment(String salt) {
        prefix = salt + '\n';
    }

    /** From 0 to below 1. */
    public double position(String entity) {
        return (TextHash.of(prefix, entity) >>> 11) * STEP;
    }
}
