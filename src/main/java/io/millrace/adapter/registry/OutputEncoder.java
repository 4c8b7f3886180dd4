package io.millrace.adapter.registry;

import io.millrace.event.RecordEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Encodes one type of output in the registry's wire format; the key is a text in UTF-8. */
final class OutputEncoder<T> implements RecordEncoder<T> {
    private final Layout<T> layout;
    private final int schemaId;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    OutputEncoder(Layout<T> layout, int schemaId) {
        this.layout = layout;
        this.schemaId = schemaId;
    }

    @Override
    public byte[] key(T value) {
        return layout.key(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] value(T value) {
        try {
            encoder.flush(); // What a value that failed may have left.
            bytes.reset();
            bytes.write(HEADER, 0, HEADER.length);
            layout.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        byte[] record = bytes.toByteArray();
        WireFormat.header(record, schemaId);
        return record;
    }

    private static final byte[] HEADER = new byte[WireFormat.HEADER];
}
