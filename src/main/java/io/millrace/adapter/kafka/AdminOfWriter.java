package io.millrace.adapter.kafka;

import java.lang.reflect.Field;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/**
 * The admin client that a writer of the Kafka connector's exactly-once sink makes when it starts, to look for transactions that were left open. It is used for nothing else, and the connector never closes it (5.0.0-2.2).
 */
final class AdminOfWriter {
    static final String WRITER = "org.apache.flink.connector.kafka.sink.ExactlyOnceKafkaWriter";
    static final String FIELD = "adminClient";

    private AdminOfWriter() {}

    /**
     * Where writers hold it.
     *
     * @throws IllegalStateException when the connector is of another version, which holds none there
     */
    static Field field() {
        try {
            return field(Class.forName(WRITER), FIELD);
        } catch (ClassNotFoundException e) {
            throw unknown(WRITER, FIELD, e);
        }
    }

    static Field field(Class<?> writer, String name) {
        try {
            Field field = writer.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw unknown(writer.getName(), name, e);
        }
    }

    private static IllegalStateException unknown(String writer, String name, ReflectiveOperationException e) {
        return new IllegalStateException(
                "the Kafka connector has no field " + writer + "." + name
                        + ", which held an admin client that nobody closed; find out what this version of it does with its admin client",
                e);
    }

    /** Closes the client of a writer that has started, if it made one; the writer would make a new one if it needed it again. */
    static void close(Field field, Object writer) {
        try {
            Admin admin = (Admin) field.get(writer);
            field.set(writer, null);
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field " + field + " was made accessible", e);
        }
    }
}
