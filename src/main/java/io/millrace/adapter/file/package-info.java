/**
 * Events in files of rows (CSV, plain or gzip), found as a source's {@link io.millrace.pipeline.FileMapping} says.
 *
 * <p>May use the domain and FastCSV. Start at {@link io.millrace.adapter.file.RowEvents}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.file;
