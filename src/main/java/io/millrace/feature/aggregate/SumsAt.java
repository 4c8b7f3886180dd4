package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder;

/**
 * Where a reading finds one of the parts made of sums.
 *
 * @param part index among the parts of the log
 * @param left number of the window's left edge; 0 for a lifetime window
 */
record SumsAt(int part, int left) {
    static SumsAt of(PartsBuilder.Handle handle) {
        return new SumsAt(handle.part(), handle.isLifetime() ? 0 : handle.edge());
    }

    long count(PartState[] parts) {
        return ((CountState) parts[part]).count(left);
    }

    ExactSums sums(PartState[] parts) {
        return ((SumState) parts[part]).sums();
    }

    double sum(PartState[] parts) {
        return sums(parts).between(left);
    }
}
