package io.millrace.adapter.lake;

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
    private final @Nullable String misfit;

    private AvroFields(int[] positions, @Nullable AvroValues[] values, @Nullable String misfit) {
        this.positions = positions;
        this.values = values;
        this.misfit = misfit;
    }

    static AvroFields of(Schema record, List<NestedField> columns) {
        int[] positions = new int[columns.size()];
        @Nullable AvroValues[] values = new @Nullable AvroValues[columns.size()];
        String misfit = null;
        for (int i = 0; i < positions.length; i++) {
            NestedField column = columns.get(i);
            Schema.Field field = record.getField(column.name());
            if (field != null) {
                positions[i] = field.pos();
                values[i] = AvroValues.of(field.schema(), column.type());
                if (values[i] == null) {
                    misfit = "column " + column.name() + " is " + column.type() + ", the writer's field is "
                            + AvroTypes.present(field.schema())
                                    .map(Schema::getType)
                                    .orElse(Schema.Type.UNION);
                }
            }
        }
        return new AvroFields(positions, values, misfit);
    }

    /** A column that can't hold its field; null where there is none. */
    @Nullable
    String misfit() {
        return misfit;
    }

    /** Writes what fits into a row, from a position on. */
    void write(IndexedRecord record, GenericRowData row, int from) {
        for (int i = 0; i < positions.length; i++) {
            AvroValues value = values[i];
            row.setField(from + i, value == null ? null : value.convertNullable(record.get(positions[i])));
        }
    }
}
