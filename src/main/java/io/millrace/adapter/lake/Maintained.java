package io.millrace.adapter.lake;

import java.util.Map;

/**
 * What maintenance did to a table.
 *
 * @param files how many small files were rewritten
 * @param into how many files they became
 * @param removed how many snapshots were removed
 * @param kept how many snapshots there are
 * @param rows how many rows the newest one has
 * @param bytes how many bytes their files have
 * @param completed how many rows got fields that had no column when they were written
 * @param lacking how many rows still lack fields, by what stands in {@code kafka_unreadable}
 */
public record Maintained(
        int files, int into, int removed, int kept, long rows, long bytes, long completed, Map<String, Long> lacking) {
    public Maintained {
        lacking = Map.copyOf(lacking);
    }
}
