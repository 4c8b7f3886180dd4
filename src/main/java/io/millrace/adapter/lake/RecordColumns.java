package io.millrace.adapter.lake;

import io.millrace.config.DefinitionException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/** The columns of every table: first those of Kafka's record, then one for each field of its value. Their names are public contract. */
final class RecordColumns {
    static final String PREFIX = "kafka_";
    static final String TOPIC = PREFIX + "topic";
    static final String PARTITION = PREFIX + "partition";
    static final String OFFSET = PREFIX + "offset";
    static final String TIMESTAMP = PREFIX + "timestamp";
    static final String KEY = PREFIX + "key";
    static final String VALUE = PREFIX + "value";
    static final String SCHEMA_ID = PREFIX + "schema_id";
    static final String UNREADABLE = PREFIX + "unreadable";

    private static final List<NestedField> OF_KAFKA = List.of(
            NestedField.required(1, TOPIC, Types.StringType.get(), "Topic of the record."),
            NestedField.required(2, PARTITION, Types.IntegerType.get(), "Partition of the topic."),
            NestedField.required(3, OFFSET, Types.LongType.get(), "Offset in the partition."),
            NestedField.optional(
                    4, TIMESTAMP, Types.TimestampType.withZone(), "Kafka's timestamp; null where the record has none."),
            NestedField.optional(5, KEY, Types.BinaryType.get(), "The key's bytes as they were."),
            NestedField.optional(6, VALUE, Types.BinaryType.get(), "The value's bytes as they were."),
            NestedField.optional(7, SCHEMA_ID, Types.IntegerType.get(), "Registry id of the writer's schema."),
            NestedField.optional(
                    8,
                    UNREADABLE,
                    Types.StringType.get(),
                    "Why fields are missing: the value can't be read, or columns don't hold its fields."));

    /** Where columns stand in a row. */
    static final int PARTITION_AT = 1;

    static final int OFFSET_AT = 2;
    static final int TIMESTAMP_AT = 3;
    static final int KEY_AT = 4;
    static final int VALUE_AT = 5;
    static final int SCHEMA_ID_AT = 6;
    static final int UNREADABLE_AT = 7;

    /** How many columns come before those of the value. */
    static final int COUNT = OF_KAFKA.size();

    private RecordColumns() {}

    /**
     * All columns.
     *
     * @param value the schema of the topic's values
     * @throws DefinitionException where a field has the name of a column of Kafka's
     */
    static org.apache.iceberg.Schema of(String topic, Schema value) {
        List<NestedField> columns = new ArrayList<>(OF_KAFKA);
        for (NestedField column : new AvroTypes(COUNT).columns(value)) {
            if (isOfKafka(column)) {
                throw new DefinitionException(
                        "topic " + topic,
                        "its schema " + value.getFullName() + " has a field \"" + column.name()
                                + "\", which is the name of a column that every table of the lake has; rename the field");
            }
            columns.add(column);
        }
        return new org.apache.iceberg.Schema(columns);
    }

    /** Whether it has the name of a column of Kafka's record. */
    static boolean isOfKafka(NestedField column) {
        return OF_KAFKA.stream().anyMatch(own -> own.name().equalsIgnoreCase(column.name()));
    }

    /** Those that make up Kafka's record: its place, timestamp, key and value. */
    static org.apache.iceberg.Schema ofRecord() {
        return new org.apache.iceberg.Schema(OF_KAFKA.subList(PARTITION_AT, VALUE_AT + 1));
    }

    /** A partition for each day of Kafka's timestamps: every record has one, and days end. */
    static PartitionSpec partitions(org.apache.iceberg.Schema schema) {
        return PartitionSpec.builderFor(schema).day(TIMESTAMP).build();
    }
}
