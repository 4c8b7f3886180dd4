package io.millrace.config;

import java.util.ArrayList;
import java.util.List;

/** Collects every problem of a user's input, so that they are reported together and not one for each run. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(String where, String what) {
        found.add(new Problem(where, what));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Problem> list() {
        return List.copyOf(found);
    }

    /** Throws {@link DefinitionException} with all problems when there are any. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new DefinitionException(list());
        }
    }
}
