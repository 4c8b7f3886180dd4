package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;

/** Reads the number of distinct values, 0 of no value, and whether it is exact, 1 or 0. */
record DistinctReading(int part, Target target) implements Reading {
    @Override
    public void read(PartState[] parts, long time, double[] row) {
        DistinctState state = (DistinctState) parts[part];
        long left = target.leftTime(time);
        int level = state.levelAfter(left);
        row[target.slot()] = Math.scalb((double) state.numberAfter(left, level), level);
        row[target.slot() + 1] = level == 0 ? 1 : 0;
    }
}
