package io.millrace.adapter.lake;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** The vectors that a {@link VectorTable} holds, as of its newest snapshot. */
public final class LakeVectors {
    private final Table table;

    LakeVectors(Table table) {
        this.table = table;
    }

    /** Takes vectors, in any order. */
    @FunctionalInterface
    public interface Taker {
        /** @param time of the event, in epoch milliseconds */
        void take(String topic, int partition, long offset, String id, long time, String fingerprint, double[] vector);
    }

    /** The names of the features, in the order of the vectors. */
    public List<String> features() {
        return table.schema().columns().stream()
                .skip(VectorTable.FIRST_FEATURE)
                .map(column -> column.name())
                .toList();
    }

    /** Reads all vectors. */
    public void read(Taker to) throws IOException {
        int width = features().size();
        try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
            for (Record row : rows) {
                double[] vector = new double[width];
                for (int i = 0; i < width; i++) {
                    vector[i] = (double) row.get(VectorTable.FIRST_FEATURE + i);
                }
                to.take(
                        (String) row.get(0),
                        (int) row.get(1),
                        (long) row.get(2),
                        (String) row.get(3),
                        ((OffsetDateTime) row.get(4)).toInstant().toEpochMilli(),
                        (String) row.get(5),
                        vector);
            }
        }
    }
}
