package io.millrace.feature.state;

import io.millrace.event.TextHash;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The plan of an entity's state: its logs, each with its columns, edges and parts. Immutable, shared by all entities. */
public final class EntityLayout {
    private final List<LogLayout> logs;
    private final LayoutText text;

    /** @param logs at most one for each source */
    public EntityLayout(List<LogLayout> logs) {
        this.logs = List.copyOf(logs);
        this.text = LayoutText.of(this.logs);
        Set<Long> numbers = new HashSet<>();
        for (LogLayout log : this.logs) {
            if (!numbers.add(firstNumber(log.origin()))) {
                throw new IllegalArgumentException("two logs of one feature set share their numbers of chunks");
            }
        }
    }

    public List<LogLayout> logs() {
        return logs;
    }

    /** By which state that was written under this layout is read under another. */
    public LayoutText text() {
        return text;
    }

    /** The number of a log's chunks begins with a hash of what it holds, so that it stays the same when other logs come and go. */
    static long firstNumber(String origin) {
        return TextHash.of(origin) << 32;
    }
}
