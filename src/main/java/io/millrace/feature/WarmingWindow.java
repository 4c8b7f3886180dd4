package io.millrace.feature;

import java.util.List;
import java.util.function.Consumer;

/**
 * One window whose history may have holes: because its column was not kept from the beginning on, or because its column reads features that were warming themselves.
 *
 * @param slot of its first value
 * @param values how many there are
 * @param reach how far back the window reaches, in milliseconds; {@link Long#MAX_VALUE} for ever
 * @param until the event time before which it is missing whatever it reads; {@link Long#MIN_VALUE} where it is whole
 * @param reads slots of the features that its column reads
 * @param isRead whether windows of later sets read it
 */
record WarmingWindow(int slot, int values, long reach, long until, List<Integer> reads, boolean isRead) {
    WarmingWindow {
        reads = List.copyOf(reads);
    }

    boolean mayWarm() {
        return until > Long.MIN_VALUE || !reads.isEmpty();
    }

    /** The event time before which it is missing, where some of what it reads is warming. */
    long until(WarmingSlots inputs) {
        long latest = inputs.latest(reads);
        return latest == Long.MIN_VALUE ? until : Math.max(until, later(latest, reach));
    }

    void clear(double[] row) {
        for (int value = 0; value < values; value++) {
            row[slot + value] = Double.NaN;
        }
    }

    void tell(long time, Consumer<WarmingSlots.Until> later) {
        for (int value = 0; value < values; value++) {
            later.accept(new WarmingSlots.Until(slot + value, time));
        }
    }

    static long later(long time, long by) {
        return time > Long.MAX_VALUE - by ? Long.MAX_VALUE : time + by;
    }
}
