package io.millrace.event;

/**
 * How many numbers a vector has, and of which type.
 *
 * @param size 1 to {@link #MOST}
 * @param floats whether they are floats, two of which share a word; else doubles
 */
public record VectorShape(int size, boolean floats) {
    /** The most numbers of a vector that can be aggregated. */
    public static final int MOST = 1024;

    public VectorShape {
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException("a vector of " + size + " numbers; from 1 to " + MOST);
        }
    }

    /** How many words of 64 bits hold the numbers. */
    public int words() {
        return NumberVector.words(size, floats);
    }

    /** For example {@code 384 floats}. */
    public String text() {
        return size + (floats ? " floats" : " doubles");
    }
}
