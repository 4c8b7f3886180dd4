package io.millrace.trainingset;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which state of the lake a set was read from.
 *
 * @param tag empty for the newest
 * @param tables by the table's name the id of its snapshot
 */
public record LakeSnapshots(String tag, Map<String, Long> tables) {
    /** Of what was not read from the lake. */
    public static final LakeSnapshots NONE = new LakeSnapshots("", Map.of());

    public LakeSnapshots {
        tables = new TreeMap<>(tables);
    }
}
