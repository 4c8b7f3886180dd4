package io.millrace.adapter.lake;

import io.millrace.config.DefinitionException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.iceberg.util.Tasks;

/**
 * The columns of a table as its topic's schemas change: they are added and widened, never taken away. Rows that are there already lack them. Writers may commit meanwhile: what would be changed
 * is found anew from the table as it is then.
 */
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
            add(() -> RecordColumns.of(topic, schema));
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
        List<NestedField> columns = new AvroTypes(RecordColumns.COUNT).columns(schema);
        add(() -> new org.apache.iceberg.Schema(
                columns.stream().filter(this::fits).toList()));
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

    /** Iceberg tries only commits of data again by itself. */
    private void add(Supplier<org.apache.iceberg.Schema> columns) {
        Tasks.foreach(columns)
                .retry(TableProperties.COMMIT_NUM_RETRIES_DEFAULT)
                .exponentialBackoff(
                        TableProperties.COMMIT_MIN_RETRY_WAIT_MS_DEFAULT,
                        TableProperties.COMMIT_MAX_RETRY_WAIT_MS_DEFAULT,
                        TableProperties.COMMIT_TOTAL_RETRY_TIME_MS_DEFAULT,
                        2)
                .onlyRetryOn(CommitFailedException.class)
                .run(this::addOnce);
    }

    private void addOnce(Supplier<org.apache.iceberg.Schema> columns) {
        table.refresh();
        UpdateSchema update = table.updateSchema().unionByNameWith(columns.get());
        if (!update.apply().sameSchema(table.schema())) {
            update.commit();
        }
    }
}
