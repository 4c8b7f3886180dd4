package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Vectors;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder.Handle;
import java.util.function.Supplier;

/** Reads the sum or the mean of vectors, component by component. */
final class VectorReading implements Reading {
    private static final String TOGETHER = "sums of components";

    private final SumsAt count;
    private final SumsAt sums;
    private final boolean mean;
    private final int size;
    private final double empty;
    private final int slot;

    private VectorReading(Vectors vectors, SumsAt count, SumsAt sums, Target target) {
        this.count = count;
        this.sums = sums;
        this.mean = vectors.of() == Plain.AVG;
        this.size = vectors.shape().size();
        this.empty = target.empty();
        this.slot = target.slot();
    }

    static Supplier<Reading> plan(Vectors vectors, Target target) {
        Handle count = target.use(new CountPart(target.column()), TOGETHER);
        Handle sums = target.use(new VectorPart(target.column(), vectors.shape()), TOGETHER);
        return () -> new VectorReading(vectors, SumsAt.of(count), SumsAt.of(sums), target);
    }

    @Override
    public void read(PartState[] parts, long time, double[] row) {
        long n = count.count(parts);
        VectorState state = (VectorState) parts[sums.part()];
        long divisor = mean ? n : 1;
        for (int i = 0; i < size; i++) {
            row[slot + i] = n == 0 ? empty : state.sum(sums.left(), i) / divisor;
        }
    }
}
