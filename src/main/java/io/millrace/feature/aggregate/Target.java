package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.Parts;
import io.millrace.feature.state.PartsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One window of one feature: what an aggregate needs to know to plan its parts and its reading.
 *
 * @param column index of the aggregated column in the log
 * @param by index of the column of groups, or of second values, in the log; or -1
 * @param right where the window ends
 * @param left where it begins; null for a lifetime window
 * @param window length in milliseconds, without what a hop adds; {@link Long#MAX_VALUE} for a lifetime window
 * @param lag how long before the event the window ends, in milliseconds
 * @param empty what an aggregate that has no value yields
 * @param slot the slot of the feature's first value; the others follow
 */
public record Target(
        Parts parts,
        int column,
        int by,
        Edge right,
        @Nullable Edge left,
        long window,
        long lag,
        double empty,
        int slot) {

    /** The same, asking for its parts elsewhere. */
    Target with(Parts others) {
        return new Target(others, column, by, right, left, window, lag, empty, slot);
    }

    /** Asks for a part that is fed at this window's edges. */
    public PartsBuilder.Handle use(Part part) {
        return parts.use(part, right, left);
    }

    /**
     * Asks for a part that is fed at this window's edges and is read together with others.
     *
     * @param with names all of these parts
     */
    public PartsBuilder.Handle use(Part part, String with) {
        return use(left == null ? new JointPart(part, with) : part);
    }

    /** A time such that rows later than it, and behind the right edge, are in the window of an event at {@code time}. */
    public long leftTime(long time) {
        return left == null ? Long.MIN_VALUE : left.time(time);
    }
}
