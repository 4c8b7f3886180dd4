package io.millrace.feature;

import java.util.ArrayList;
import java.util.List;

/** Which features of earlier sets are warming, or were until lately, as of one event: later sets that read them have holes until then. */
public record WarmingSlots(List<Until> all) {
    /** Nothing is warming. */
    public static final WarmingSlots NONE = new WarmingSlots(List.of());

    public WarmingSlots {
        all = List.copyOf(all);
    }

    /**
     * A feature that is missing for events before a time.
     *
     * @param slot in the row of all features
     * @param time in epoch milliseconds
     */
    public record Until(int slot, long time) {}

    /** The latest time until which one of some features is missing; {@link Long#MIN_VALUE} where none is. */
    long latest(List<Integer> slots) {
        long latest = Long.MIN_VALUE;
        for (Until until : all) {
            if (until.time() > latest && slots.contains(until.slot())) {
                latest = until.time();
            }
        }
        return latest;
    }

    WarmingSlots and(List<Until> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Until> both = new ArrayList<>(all);
        both.addAll(more);
        return new WarmingSlots(both);
    }
}
