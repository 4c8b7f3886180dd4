package io.millrace.adapter.lake;

/**
 * What maintenance did to a table.
 *
 * @param files how many small files were rewritten
 * @param into how many files they became
 * @param removed how many snapshots were removed
 * @param kept how many snapshots there are
 */
public record Maintained(int files, int into, int removed, int kept) {}
