package io.millrace.feature.aggregate;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.math.BigInteger;

/**
 * Exact sums of doubles over all that lies behind each of several edges. What lies between two edges is the difference of their sums, rounded once, so that
 * neither the order of the terms nor terms that were taken out leave a trace.
 *
 * <p>Each sum is a two's complement fixed-point number of a few words: an accumulator as U. Kulisch's, but only as wide as the terms ask for. All sums of one object
 * share the exponent of the lowest bit. Arithmetic is modulo 2^(64 words): a difference is right whenever it fits itself, however long the sums behind the edges have run.
 * A term with bits that are too low, or with too little headroom above it, makes the object wider first, which changes no value. It is narrow again once it was
 * written and read.
 *
 * <p>For vectors each edge has a sum for each of several components; components are summed apart from each other.
 *
 * <p>The headroom serves 2^39 terms between the first and the last edge. Where there is one edge only, of a lifetime window, there is no {@code left} edge to be named;
 * what is asked for is then the sum itself, and {@code left} is 0. Used by one thread.
 */
final class ExactSums {
    private static final int FRACTION_BITS = 52;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final int NOT_FINITE = 0x7FF;
    /** The exponent of the lowest bit of a double is its biased exponent less this. */
    private static final int BIAS = 1075;

    private static final int TERM_BITS = FRACTION_BITS + 1;
    private static final int HEADROOM = 40;
    private static final int SLACK_BELOW = 48;
    private static final int FEWEST_WORDS = 3;
    private static final long NOTHING_FITS = Long.MIN_VALUE;
    private static final double[] NO_RESULTS = {};

    private final int edges;
    private final int components;
    /** The number of a component's sum behind an edge is {@code edge * components + component}. */
    private final int numbers;

    private final Magnitude magnitude = new Magnitude();
    private WideNumbers sums;
    /** The exponent of the lowest bit. */
    private long base;
    /** The highest position at which a term's lowest bit may stand. */
    private long highest;
    /** What {@link #between(int)} has given since the last change, because a sum and a mean ask for the same: for which left edges, as bits, and the results. */
    private long known;

    private double[] results = NO_RESULTS;

    ExactSums(int edges) {
        this(edges, 1);
    }

    /** @param components of the vectors that are summed */
    ExactSums(int edges, int components) {
        this.edges = edges;
        this.components = components;
        this.numbers = edges * components;
        this.sums = new WideNumbers(numbers, 0);
        this.highest = NOTHING_FITS;
    }

    /** Makes all sums zero. */
    void clear() {
        use(new WideNumbers(numbers, 0), 0);
    }

    /**
     * Adds a term to the sum behind an edge.
     *
     * @throws IllegalArgumentException for NaN and infinities
     */
    void add(int edge, double term) {
        add(edge, term, 0);
    }

    /** Adds a term to the sum of a component behind an edge. */
    void addComponent(int edge, int component, double term) {
        add(edge * components + component, term, 0);
    }

    /** Takes a term out that was added before. */
    void subtract(int edge, double term) {
        add(edge, -term, 0);
    }

    /**
     * Adds {@code term * 2^exponent}.
     *
     * @param number of the sum; the edge where there is one component
     * @throws IllegalArgumentException where the term is NaN or infinite
     */
    void add(int number, double term, long exponent) {
        long bits = Double.doubleToRawLongBits(term);
        int biased = (int) (bits >>> FRACTION_BITS) & NOT_FINITE;
        if (biased == NOT_FINITE) {
            throw new IllegalArgumentException(term + " can't be summed; only finite numbers can");
        }
        long fraction = bits & FRACTION;
        long mantissa = biased == 0 ? fraction << 1 : fraction | (1L << FRACTION_BITS);
        if (mantissa != 0) {
            known = 0;
            place(number, bits < 0 ? -mantissa : mantissa, biased - BIAS + exponent);
        }
    }

    private void place(int number, long mantissa, long exponent) {
        long position = exponent - base;
        if (position >= 0 && position <= highest) {
            sums.add(number, mantissa, (int) position);
        } else {
            placeOutside(number, mantissa, exponent);
        }
    }

    private void placeOutside(int number, long mantissa, long exponent) {
        long lowest = exponent + Long.numberOfTrailingZeros(mantissa);
        if (lowest < base || exponent - base > highest) {
            makeRoom(exponent, lowest);
        }
        long position = exponent - base;
        sums.add(number, position < 0 ? mantissa >> -position : mantissa, (int) Math.max(0, position));
    }

    /** Makes room for a term whose mantissa ends at one exponent, and whose lowest bit that is set has another. */
    private void makeRoom(long exponent, long lowest) {
        subtractLast();
        int used = sums.lowestBit(steps());
        if (used < 0) {
            use(new WideNumbers(numbers, wordsFor(SLACK_BELOW + TERM_BITS + HEADROOM)), exponent - SLACK_BELOW);
            return;
        }
        long dropped = Math.floorDiv(Math.min(lowest - base, used - SLACK_BELOW), Long.SIZE);
        long from = base + dropped * Long.SIZE;
        long bits = Math.max(base + longest() + 1, exponent + TERM_BITS) + HEADROOM - from;
        use(sums.reshaped(Math.toIntExact(dropped), wordsFor(bits)), from);
    }

    /** Makes the last edge's sum zero, which changes no difference; a single edge's sum stays. */
    private void subtractLast() {
        int last = numbers - components;
        for (int number = 0; number < numbers && edges > 1; number++) {
            sums.subtractNumber(number, last + number % components);
        }
    }

    /** An eighth more than asked for, so that a run of ever higher terms is copied seldom. */
    private static int wordsFor(long bits) {
        int words = Math.toIntExact((bits + Long.SIZE - 1) / Long.SIZE);
        return Math.max(FEWEST_WORDS, words + words / 8);
    }

    private void use(WideNumbers numbers, long from) {
        known = 0;
        sums = numbers;
        base = from;
        highest = numbers.width() == 0 ? NOTHING_FITS : (long) numbers.width() * Long.SIZE - TERM_BITS - HEADROOM;
    }

    /** The double nearest to what was added at edge 0 and not at {@code left}; infinite beyond the largest double. Zero is positive zero. */
    double between(int left) {
        if (left >= Long.SIZE) {
            return between(left, 0);
        }
        if ((known & 1L << left) == 0) {
            results = results.length == 0 ? new double[Math.min(edges, Long.SIZE)] : results;
            results[left] = between(left, 0);
            known |= 1L << left;
        }
        return results[left];
    }

    /** {@link #between(int)} of the sum times {@code 2^exponent}. */
    double between(int left, long exponent) {
        return measure(left).nearest(base + exponent);
    }

    /** The double nearest to all that was added at edge 0. */
    double total() {
        return between(0);
    }

    /** The double nearest to what {@link #between(int)} lost by rounding; 0 where that is infinite. */
    double rest(int left, double nearest) {
        if (!Double.isFinite(nearest)) {
            return 0;
        }
        double moved = left == 0 ? -nearest : nearest;
        add(left, moved);
        double rest = between(left);
        subtract(left, moved);
        return rest;
    }

    /** Whether what was added at edge 0 and not at {@code left} is exactly zero. */
    boolean isZero(int left) {
        return measure(left).isZero();
    }

    /** The exponent of the highest bit of what was added at edge 0 and not at {@code left}, which must not be zero. */
    long exponent(int left) {
        return measure(left).exponent(base);
    }

    /** {@link #between(int)} without rounding. */
    Dyadic exact(int left) {
        BigInteger right = sums.residue(0);
        BigInteger difference = left == 0 ? right : right.subtract(sums.residue(left));
        BigInteger modulus = BigInteger.ONE.shiftLeft(sums.width() * Long.SIZE);
        BigInteger residue = difference.mod(modulus);
        boolean negative = residue.shiftLeft(1).compareTo(modulus) >= 0;
        return new Dyadic(negative ? residue.subtract(modulus) : residue, base);
    }

    /** The double nearest to what was added to a component at edge 0 and not at {@code left}. */
    double componentBetween(int left, int component) {
        return measure(left, component).nearest(base);
    }

    private Magnitude measure(int left) {
        return measure(left, 0);
    }

    private Magnitude measure(int left, int component) {
        sums.measure(magnitude, component, left == 0 ? -1 : left * components + component);
        return magnitude;
    }

    /** How many numbers are written: of each component a step between each edge and the next, or a single edge's sum. */
    private int steps() {
        return Math.max(1, edges - 1) * components;
    }

    private int longest() {
        int longest = -1;
        for (int step = 0; step < steps(); step++) {
            longest = Math.max(longest, sums.bitLength(step));
        }
        return longest;
    }

    /**
     * Writes what lies between each edge and the next one, component by component; of a single edge its sums: how many bytes the longest has (0 where all are zero, and nothing follows), the exponent
     * of the lowest bit, and for each how many bytes it has and these.
     */
    void write(StateWriter out) {
        if (sums.width() == 0) {
            out.writeUnsigned(0);
            return;
        }
        for (int number = 0; number < numbers - components; number++) {
            sums.subtractNumber(number, number + components);
        }
        writeSteps(out);
        sumSteps();
    }

    /** Makes sums of steps; where the last edge is not the only one, its sum becomes zero. */
    private void sumSteps() {
        int last = numbers - components;
        for (int number = last; number < numbers && edges > 1; number++) {
            sums.clear(number);
        }
        for (int number = last - components - 1; number >= 0; number--) {
            sums.addNumber(number, number + components);
        }
    }

    private void writeSteps(StateWriter out) {
        int lowest = sums.lowestBit(steps());
        if (lowest < 0) {
            out.writeUnsigned(0);
            return;
        }
        out.writeUnsigned(bytes(longest(), lowest));
        out.writeLong(base + lowest);
        for (int step = 0; step < steps(); step++) {
            int bytes = bytes(sums.bitLength(step), lowest);
            out.writeUnsigned(bytes);
            sums.write(out, step, lowest, bytes);
        }
    }

    private static int bytes(int bits, int lowest) {
        return bits < 0 ? 0 : (bits - lowest) / Byte.SIZE + 1;
    }

    /** Reads what {@link #write} wrote for as many edges. */
    static ExactSums read(int edges, StateReader in) {
        return read(edges, 1, in);
    }

    /** Reads what {@link #write} wrote for as many edges and components. */
    static ExactSums read(int edges, int components, StateReader in) {
        ExactSums sums = new ExactSums(edges, components);
        int longest = in.readCount();
        if (longest > 0) {
            sums.readSteps(in, longest);
        }
        return sums;
    }

    /** Leaves a word free below, for terms with lower bits. */
    private void readSteps(StateReader in, int longest) {
        int width = wordsFor(Long.SIZE + (long) longest * Byte.SIZE + HEADROOM);
        use(new WideNumbers(numbers, width), in.readLong() - Long.SIZE);
        for (int step = 0; step < steps(); step++) {
            sums.read(in, step, 1, in.readCount());
        }
        sumSteps();
    }
}
