package io.millrace.adapter.lake;

import io.millrace.config.DefinitionException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Types.NestedField;

/** The columns of a table as its topic's schemas change: they are added and widened, never taken away. Rows that are there already lack them. */
final class EvolvingColumns {
    private final Table table;
    private final String topic;

    EvolvingColumns(Table table, String topic) {
        this.table = table;
        this.topic = topic;
    }

    /**
     * Makes columns hold all fields of a schema.
     *
     * @throws DefinitionException where a field's type does not fit its column
     */
    void hold(Schema schema) {
        try {
            commit(table.updateSchema().unionByNameWith(RecordColumns.of(topic, schema)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            DefinitionException refused = new DefinitionException(
                    "lake table " + table.name(),
                    "its columns can't hold the schema " + schema.getFullName() + " of topic " + topic + ": "
                            + e.getMessage() + "; give the changed field another name");
            refused.initCause(e);
            throw refused;
        }
    }

    /** Makes columns hold the fields of a schema that fit. */
    void holdWhatFits(Schema schema) {
        List<NestedField> fitting = new AvroTypes(RecordColumns.COUNT)
                .columns(schema).stream().filter(this::fits).toList();
        commit(table.updateSchema().unionByNameWith(new org.apache.iceberg.Schema(fitting)));
    }

    private boolean fits(NestedField column) {
        if (RecordColumns.isOfKafka(column)) {
            return false;
        }
        try {
            table.updateSchema()
                    .unionByNameWith(new org.apache.iceberg.Schema(column))
                    .apply();
            return true;
        } catch (IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    private void commit(UpdateSchema update) {
        if (!update.apply().sameSchema(table.schema())) {
            update.commit();
        }
    }
}
