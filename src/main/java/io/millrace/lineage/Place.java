package io.millrace.lineage;

/**
 * Where a dataset is, and as what it was read or written.
 *
 * @param version for example the snapshot of a table, or the digest of a file; empty where none is known
 */
public record Place(DatasetName name, String version) {}
