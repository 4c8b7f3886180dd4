/**
 * Iceberg's files on Flink's file systems. Lies in Flink's {@code lib/}, as Iceberg does, which finds it there by its name.
 *
 * <p>Uses nothing else of Millrace. Start at {@link io.millrace.files.FlinkFileIO}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.files;
