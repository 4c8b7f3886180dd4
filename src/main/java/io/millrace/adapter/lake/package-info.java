/**
 * The lake: Kafka's records in Iceberg tables.
 *
 * <p>May use the settings, Iceberg, Flink's file systems and table data, and Avro's schemas; knows no other adapter. Start at {@link io.millrace.adapter.lake.Lake}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.lake;
