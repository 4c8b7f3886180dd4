package io.millrace.event;

/** How a field's value is held in an {@link Event}. */
public enum FieldKind {
    /** Avro int and long. */
    LONG,
    /** Avro long with the logical type timestamp-millis or timestamp-micros, held as milliseconds since the epoch, UTC. */
    TIMESTAMP,
    /** Avro float and double. */
    DOUBLE,
    /** Avro boolean, held as 0 or 1. */
    BOOLEAN,
    /** Avro string and enum. */
    STRING,
    /** Avro bytes and fixed, held as a text with a character from 0 to 255 for each byte (ISO 8859-1). Images can be made of it, and nothing else. */
    BYTES,
    /** Avro array of float. */
    FLOATS,
    /** Avro array of double. */
    DOUBLES;

    /** Whether it is a {@link NumberVector}. */
    public boolean isVector() {
        return this == FLOATS || this == DOUBLES;
    }
}
