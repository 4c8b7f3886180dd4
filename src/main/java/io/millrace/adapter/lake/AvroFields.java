package io.millrace.adapter.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** What fills columns from a record's fields of the same names. */
final class AvroFields {
    private final int[] positions;
    private final @Nullable AvroValues[] values;
    private final List<Misfit> misfits;

    private AvroFields(int[] positions, @Nullable AvroValues[] values, List<Misfit> misfits) {
        this.positions = positions;
        this.values = values;
        this.misfits = misfits;
    }

    /** A column that can't hold what the writer writes. */
    record Misfit(NestedField column, Schema.Type written) {}

    static AvroFields of(Schema record, List<NestedField> columns) {
        int[] positions = new int[columns.size()];
        @Nullable AvroValues[] values = new @Nullable AvroValues[columns.size()];
        List<Misfit> misfits = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            NestedField column = columns.get(i);
            Schema.Field field = record.getField(column.name());
            if (field != null) {
                positions[i] = field.pos();
                values[i] = AvroValues.of(field.schema(), column.type());
                if (values[i] == null) {
                    misfits.add(new Misfit(
                            column,
                            AvroTypes.present(field.schema())
                                    .map(Schema::getType)
                                    .orElse(Schema.Type.UNION)));
                }
            }
        }
        return new AvroFields(positions, values, misfits);
    }

    /** The columns that can't hold their fields. */
    List<Misfit> misfits() {
        return misfits;
    }

    /** Writes what fits into a row, from a position on. */
    void write(IndexedRecord record, GenericRowData row, int from) {
        for (int i = 0; i < positions.length; i++) {
            AvroValues value = values[i];
            row.setField(from + i, value == null ? null : value.convertNullable(record.get(positions[i])));
        }
    }
}
