package io.millrace.adapter.registry;

import io.millrace.model.control.Share;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Values that layouts write and read in several places. */
final class Fields {
    private static final int NULL = 0;
    private static final int PRESENT = 1;

    private Fields() {}

    static void writeDoubles(double[] values, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(values.length);
        for (double value : values) {
            out.startItem();
            out.writeDouble(value);
        }
        out.writeArrayEnd();
    }

    static double[] doubles(GenericRecord in, String field) {
        List<?> values = (List<?>) in.get(field);
        double[] doubles = new double[values.size()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = (double) values.get(i);
        }
        return doubles;
    }

    static void writeShares(List<Share> shares, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(shares.size());
        for (Share share : shares) {
            out.startItem();
            out.writeString(share.digest());
            out.writeDouble(share.share());
        }
        out.writeArrayEnd();
    }

    static List<Share> shares(GenericRecord in, String field) {
        List<Share> shares = new ArrayList<>();
        for (Object item : (List<?>) in.get(field)) {
            GenericRecord share = (GenericRecord) item;
            shares.add(new Share(text(share, "digest"), (double) share.get("share")));
        }
        return shares;
    }

    static String text(GenericRecord in, String field) {
        return in.get(field).toString();
    }

    static @Nullable String nullableText(GenericRecord in, String field) {
        Object value = in.get(field);
        return value == null ? null : value.toString();
    }

    static void writeNullable(@Nullable String value, Encoder out) throws IOException {
        out.writeIndex(value == null ? NULL : PRESENT);
        if (value != null) {
            out.writeString(value);
        }
    }

    static void writeNullable(byte @Nullable [] value, Encoder out) throws IOException {
        out.writeIndex(value == null ? NULL : PRESENT);
        if (value != null) {
            out.writeBytes(value);
        }
    }

    static byte @Nullable [] nullableBytes(GenericRecord in, String field) {
        ByteBuffer value = (ByteBuffer) in.get(field);
        if (value == null) {
            return null;
        }
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }
}
