package io.millrace.feature.state;

import org.jspecify.annotations.Nullable;

/** Takes what features ask for. */
@FunctionalInterface
public interface Parts {
    /**
     * Asks for a part.
     *
     * @param left where the window begins; null for a lifetime window
     */
    PartsBuilder.Handle use(Part part, Edge right, @Nullable Edge left);
}
