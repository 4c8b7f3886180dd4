package io.millrace.adapter.registry;

/** The registry's frame around Avro: a byte 0, the schema id in 4 bytes, big endian first, then Avro's binary form. */
final class WireFormat {
    static final int HEADER = 5;
    private static final byte MAGIC = 0;

    private WireFormat() {}

    /**
     * The schema id of a record.
     *
     * @throws MalformedException where it has no such frame
     */
    static int schemaId(byte[] value) {
        if (value.length < HEADER) {
            throw MalformedException.notAvro(
                    "the record has " + value.length + " bytes; expected a byte 0, a schema id in 4 bytes and Avro");
        }
        if (value[0] != MAGIC) {
            throw MalformedException.notAvro(
                    "the first byte is " + value[0] + "; expected 0, the registry's wire format");
        }
        return (value[1] & 0xFF) << 24 | (value[2] & 0xFF) << 16 | (value[3] & 0xFF) << 8 | (value[4] & 0xFF);
    }

    /** Writes the frame's header into the first bytes. */
    static void header(byte[] value, int schemaId) {
        value[0] = MAGIC;
        value[1] = (byte) (schemaId >>> 24);
        value[2] = (byte) (schemaId >>> 16);
        value[3] = (byte) (schemaId >>> 8);
        value[4] = (byte) schemaId;
    }
}
