package io.millrace.feature.state;

/**
 * The bytes of {@link Rows}, column by column: times and offsets as differences; partitions and values as one value where all rows have the same; numbers with few
 * decimal places as whole numbers, where that gives back the same bits (the idea of ALP, Afroozeh, Kuffo and Boncz, SIGMOD 2024). A column of several words
 * is written row by row: a byte 0 where its value is missing, else a byte 1 and its words.
 */
final class RowsForm {
    private static final int SAME = 16;
    private static final int RAW = 17;
    private static final double[] POWERS = {1, 10, 100, 1_000, 10_000};
    private static final double LARGEST = 1L << 50;

    private RowsForm() {}

    /** Writes the rows from an index on. */
    static void write(Rows rows, int from, StateWriter out) {
        write(rows, from, rows.size(), out);
    }

    /** Writes the rows from an index on up to another. */
    static void write(Rows rows, int from, int to, StateWriter out) {
        int count = to - from;
        out.writeUnsigned(count);
        if (count == 0) {
            return;
        }
        long time = rows.time(from);
        long offset = rows.offset(from);
        out.writeLong(time);
        out.writeLong(offset);
        for (int row = from + 1; row < to; row++) {
            out.writeUnsigned(rows.time(row) - time);
            out.writeLong(rows.offset(row) - offset);
            time = rows.time(row);
            offset = rows.offset(row);
        }
        writePartitions(rows, from, to, out);
        int first = 0;
        for (int words : rows.shape().words()) {
            if (words == 1) {
                writeColumn(rows, from, to, first, out);
            } else {
                writeVectors(rows, from, to, first, words, out);
            }
            first += words;
        }
    }

    private static void writeVectors(Rows rows, int from, int to, int first, int words, StateWriter out) {
        for (int row = from; row < to; row++) {
            out.writeByte(rows.isMissing(row, first) ? 0 : 1);
            for (int word = first; word < first + words && !rows.isMissing(row, first); word++) {
                out.writeWord(rows.bits(row, word));
            }
        }
    }

    private static void writePartitions(Rows rows, int from, int to, StateWriter out) {
        int first = rows.partition(from);
        boolean same = true;
        for (int row = from + 1; row < to && same; row++) {
            same = rows.partition(row) == first;
        }
        out.writeByte(same ? SAME : RAW);
        for (int row = from; row < (same ? from + 1 : to); row++) {
            out.writeUnsigned(rows.partition(row));
        }
    }

    private static void writeColumn(Rows rows, int from, int to, int column, StateWriter out) {
        int form = form(rows, from, to, column);
        out.writeByte(form);
        if (form == SAME) {
            out.writeWord(rows.bits(from, column));
            return;
        }
        for (int row = from; row < to; row++) {
            long bits = rows.bits(row, column);
            if (form == RAW) {
                out.writeWord(bits);
            } else {
                out.writeUnsigned(bits == Rows.MISSING ? 0 : 1 + zigzag(decimal(bits, form)));
            }
        }
    }

    /** {@link #SAME}, {@link #RAW}, or with how many decimal places every value is a whole number. */
    private static int form(Rows rows, int from, int to, int column) {
        long first = rows.bits(from, column);
        boolean same = true;
        int places = 0;
        for (int row = from; row < to; row++) {
            long bits = rows.bits(row, column);
            same &= bits == first;
            while (places < POWERS.length && bits != Rows.MISSING && !isDecimal(bits, places)) {
                places++;
            }
        }
        if (same) {
            return SAME;
        }
        return places < POWERS.length && areDecimal(rows, from, to, column, places) ? places : RAW;
    }

    /** With more places than a large number asks for itself, it may be too large. */
    private static boolean areDecimal(Rows rows, int from, int to, int column, int places) {
        for (int row = from; row < to && places > 0; row++) {
            long bits = rows.bits(row, column);
            if (bits != Rows.MISSING && !isDecimal(bits, places)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecimal(long bits, int places) {
        double scaled = Double.longBitsToDouble(bits) * POWERS[places];
        return Math.abs(scaled) < LARGEST
                && Double.doubleToRawLongBits((long) Math.rint(scaled) / POWERS[places]) == bits;
    }

    private static long decimal(long bits, int places) {
        return (long) Math.rint(Double.longBitsToDouble(bits) * POWERS[places]);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** Appends what was written to rows, which must come before it. */
    static void read(StateReader in, Rows rows) {
        int count = in.readCount();
        if (count == 0) {
            return;
        }
        int from = rows.size();
        rows.reserve(from + count);
        long time = in.readLong();
        long offset = in.readLong();
        rows.append(time, 0, offset);
        for (int i = 1; i < count; i++) {
            time += in.readUnsigned();
            offset += in.readLong();
            rows.append(time, 0, offset);
        }
        boolean samePartition = in.readByte() == SAME;
        int partition = 0;
        for (int row = from; row < rows.size(); row++) {
            partition = row == from || !samePartition ? in.readCount() : partition;
            rows.setPartition(row, partition);
        }
        int first = 0;
        for (int words : rows.shape().words()) {
            if (words == 1) {
                readColumn(in, rows, from, first);
            } else {
                readVectors(in, rows, from, first, words);
            }
            first += words;
        }
    }

    private static void readVectors(StateReader in, Rows rows, int from, int first, int words) {
        for (int row = from; row < rows.size(); row++) {
            boolean isMissing = in.readByte() == 0;
            for (int word = first; word < first + words; word++) {
                rows.set(row, word, isMissing ? Rows.MISSING : in.readWord());
            }
        }
    }

    private static void readColumn(StateReader in, Rows rows, int from, int column) {
        int form = in.readByte();
        long same = form == SAME ? in.readWord() : 0;
        for (int row = from; row < rows.size(); row++) {
            rows.set(row, column, form == SAME ? same : form == RAW ? in.readWord() : decimalBits(in, form));
        }
    }

    private static long decimalBits(StateReader in, int places) {
        long code = in.readUnsigned();
        if (code == 0) {
            return Rows.MISSING;
        }
        long zigzag = code - 1;
        long whole = (zigzag >>> 1) ^ -(zigzag & 1);
        return Double.doubleToRawLongBits(whole / POWERS[places]);
    }
}
