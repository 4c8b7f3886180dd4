package io.millrace.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The features of one event as a job without a model writes them: Avro's binary form, without header, of a record of the event's id (string), its time (long) and a double for each
 * feature. Flink SQL's format {@code avro} writes the same bytes for a table of such columns.
 */
public final class FeatureRow {
    private static final int BITS = 7;
    private static final int CONTINUED = 0x80;

    private final String id;
    private final long time;
    private final double[] features;

    private FeatureRow(String id, long time, double[] features) {
        this.id = id;
        this.time = time;
        this.features = features;
    }

    public String id() {
        return id;
    }

    /** Event time in epoch milliseconds. */
    public long time() {
        return time;
    }

    public int size() {
        return features.length;
    }

    public double feature(int index) {
        return features[index];
    }

    /** The bytes of a row. */
    public static byte[] bytes(byte[] id, long time, double[] features) {
        int size = length(id.length) + id.length + length(time) + features.length * Double.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        number(bytes, id.length);
        bytes.put(id);
        number(bytes, time);
        for (double feature : features) {
            bytes.putDouble(feature);
        }
        return bytes.array();
    }

    /**
     * Reads a row.
     *
     * @throws java.nio.BufferUnderflowException where the bytes end too early
     */
    public static FeatureRow read(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        byte[] id = new byte[(int) number(bytes)];
        bytes.get(id);
        long time = number(bytes);
        double[] features = new double[bytes.remaining() / Double.BYTES];
        for (int i = 0; i < features.length; i++) {
            features[i] = bytes.getDouble();
        }
        return new FeatureRow(new String(id, StandardCharsets.UTF_8), time, features);
    }

    /** Zigzag, seven bits in a byte. */
    private static void number(ByteBuffer bytes, long value) {
        long rest = zigzag(value);
        while ((rest & -CONTINUED) != 0) {
            bytes.put((byte) (rest | CONTINUED));
            rest >>>= BITS;
        }
        bytes.put((byte) rest);
    }

    /** How many bytes {@link #number} takes. */
    private static int length(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(zigzag(value) | 1);
        return (bits + BITS - 1) / BITS;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static long number(ByteBuffer bytes) {
        long raw = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes.get();
            raw |= (next & 0x7FL) << shift;
            shift += BITS;
        } while (next < 0);
        return (raw >>> 1) ^ -(raw & 1);
    }
}
