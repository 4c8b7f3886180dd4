package io.millrace.dev.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;

/** Shows the live view: redrawn in place on a terminal, a line now and then elsewhere. */
final class Screen {
    private static final int LINE_EACH = 5;

    /** A line that is longer than the terminal is wide must not become two: the next drawing counts lines. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream out;
    private final boolean terminal;
    private int drawn;
    private int calls;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Shows a moment; called once a second. */
    void show(View.Moment moment, Instant trainedUntil) {
        if (terminal) {
            redraw(View.lines(moment, trainedUntil));
        } else if (calls++ % LINE_EACH == 0) {
            out.println(View.line(moment));
        }
    }

    /** Prints a line that stays. */
    void say(String line) {
        drawn = 0;
        out.println(line);
    }

    private void redraw(List<String> lines) {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A");
        }
        out.print(NO_WRAP);
        lines.forEach(line -> out.print("\u001b[2K" + line + "\n"));
        out.print(WRAP);
        drawn = lines.size();
        out.flush();
    }
}
