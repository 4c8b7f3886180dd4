/**
 * Models in a directory: a local one or any file system that Flink knows.
 *
 * <p>May use the domain, Flink's file systems and Jackson; no other adapter. Start at {@link
 * io.millrace.adapter.store.FileModelStore}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.store;
