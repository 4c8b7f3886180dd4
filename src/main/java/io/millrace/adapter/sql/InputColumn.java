package io.millrace.adapter.sql;

import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/** How a column of a type is read as a double; a BOOLEAN is 0 or 1. */
enum InputColumn {
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INTEGER,
    BIGINT,
    FLOAT,
    DOUBLE;

    /** Those of a type; empty where it stands for no number, or for one that a double doesn't hold. */
    static Optional<InputColumn> of(LogicalTypeRoot type) {
        return switch (type) {
            case BOOLEAN -> Optional.of(BOOLEAN);
            case TINYINT -> Optional.of(TINYINT);
            case SMALLINT -> Optional.of(SMALLINT);
            case INTEGER -> Optional.of(INTEGER);
            case BIGINT -> Optional.of(BIGINT);
            case FLOAT -> Optional.of(FLOAT);
            case DOUBLE -> Optional.of(DOUBLE);
            default -> Optional.empty();
        };
    }

    /** The value of a column; NaN, which is a missing value, where it is NULL. */
    double read(RowData row, int column) {
        return row.isNullAt(column) ? Double.NaN : value(row, column);
    }

    private double value(RowData row, int column) {
        return switch (this) {
            case BOOLEAN -> row.getBoolean(column) ? 1 : 0;
            case TINYINT -> row.getByte(column);
            case SMALLINT -> row.getShort(column);
            case INTEGER -> row.getInt(column);
            case BIGINT -> row.getLong(column);
            case FLOAT -> row.getFloat(column);
            case DOUBLE -> row.getDouble(column);
        };
    }
}
