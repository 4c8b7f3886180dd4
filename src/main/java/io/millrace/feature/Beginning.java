package io.millrace.feature;

/** Where a window of a given length begins. */
public sealed interface Beginning {
    /** At the length of the window before its end, to the millisecond. */
    Beginning EXACT = new Sliding(1);

    /** To a whole multiple of how many milliseconds, counted from the epoch, the left edge is rounded down, at least 1. */
    long hop();

    /** Its part of a feature's canonical text: nothing where it is exact. */
    String text();

    /**
     * At the length of the window before its end, or up to one hop earlier.
     *
     * @param hop 1 for an exact beginning
     */
    record Sliding(long hop) implements Beginning {
        public Sliding {
            if (hop < 1) {
                throw new IllegalArgumentException("a hop of " + hop + " ms; at least 1 ms");
            }
        }

        @Override
        public String text() {
            return hop == 1 ? "" : " hop " + hop;
        }
    }

    /**
     * With the last event that comes more than a gap after the one before it, but never earlier than an exact window. Where the last event comes more than a gap before the end of the
     * window, no event is in it.
     *
     * @param gap in milliseconds, at least 1
     */
    record Session(long gap) implements Beginning {
        public Session {
            if (gap < 1) {
                throw new IllegalArgumentException("a gap of " + gap + " ms; at least 1 ms");
            }
        }

        @Override
        public long hop() {
            return 1;
        }

        @Override
        public String text() {
            return " session " + gap;
        }
    }
}
