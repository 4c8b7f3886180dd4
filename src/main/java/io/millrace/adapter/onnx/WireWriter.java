package io.millrace.adapter.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a message in Protocol Buffers' wire format. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter number(int field, long value) {
        varint(((long) field << 3) | Wire.VARINT);
        varint(value);
        return this;
    }

    WireWriter text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter message(int field, WireWriter message) {
        return bytes(field, message.toBytes());
    }

    WireWriter bytes(int field, byte[] bytes) {
        varint(((long) field << 3) | Wire.BYTES);
        varint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** Fields that are written already. */
    WireWriter fields(byte[] written) {
        out.writeBytes(written);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
