package io.millrace.dev.proof;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The steps of a proof, and how long each took. */
final class Steps {
    private static final double NANOS = 1e9;

    private final PrintWriter progress;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private long begun;
    private String name = "";

    Steps(PrintWriter progress) {
        this.progress = progress;
    }

    /**
     * Ends the step before, and begins one.
     *
     * @param next the name of its figure
     */
    void begin(String next, String text) {
        end();
        name = next;
        begun = System.nanoTime();
        say(text);
    }

    /** Ends the last step. */
    void end() {
        if (!name.isEmpty()) {
            seconds.put(name, (System.nanoTime() - begun) / NANOS);
            name = "";
        }
    }

    void say(String text) {
        progress.printf("prove %4d s: %s%n", Math.round((System.nanoTime() - start) / NANOS), text);
        progress.flush();
    }

    /** Of each step that has ended, in their order. */
    Map<String, Double> seconds() {
        return new LinkedHashMap<>(seconds);
    }
}
