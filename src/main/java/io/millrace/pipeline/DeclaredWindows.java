package io.millrace.pipeline;

import io.millrace.feature.Beginning;
import io.millrace.feature.WindowedFeature;
import java.util.List;

/**
 * The windows of one declaration.
 *
 * @param all at least one; the one of a session is as long as that may become
 * @param listed whether they are a list, so that each one's feature carries its window in its name
 * @param begins where they begin
 * @param lag how long ago they ended, in milliseconds
 * @param withEvent whether the event at hand is in them, where it can be
 */
record DeclaredWindows(List<Window> all, boolean listed, Beginning begins, long lag, boolean withEvent) {
    DeclaredWindows {
        all = List.copyOf(all);
    }

    /**
     * The length of a window.
     *
     * @param text as it was written
     * @param millis {@link WindowedFeature#LIFETIME} for a window that never ends
     */
    record Window(String text, long millis) {
        boolean isLifetime() {
            return millis == WindowedFeature.LIFETIME;
        }
    }
}
