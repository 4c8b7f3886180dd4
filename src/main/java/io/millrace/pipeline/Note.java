package io.millrace.pipeline;

import java.util.List;

/**
 * What people say of a feature to people.
 *
 * @param description empty where there is none
 * @param owner the feature's own, or else that of its set; empty where there is none
 * @param tags those of its set, then its own
 */
public record Note(String description, String owner, List<String> tags) {
    /** Nothing said. */
    public static final Note NONE = new Note("", "", List.of());

    public Note {
        tags = List.copyOf(tags);
    }
}
