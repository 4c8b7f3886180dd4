package io.millrace.adapter.lake;

/**
 * What maintenance did to a table.
 *
 * @param files how many small files were rewritten
 * @param into how many files they became
 * @param removed how many snapshots were removed
 * @param kept how many snapshots there are
 * @param rows how many rows the newest one has
 * @param bytes how many bytes their files have
 */
public record Maintained(int files, int into, int removed, int kept, long rows, long bytes) {}
