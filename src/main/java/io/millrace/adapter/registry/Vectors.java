package io.millrace.adapter.registry;

import io.millrace.event.NumberVector;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Compiles the reading of arrays of numbers as vectors. */
final class Vectors {
    private static final int FIRST_SIZE = 64;

    private Vectors() {}

    /** Reads one number of an array. */
    private interface Item {
        double read(AvroBytes in);
    }

    /** The step that reads an array of the writer's type, or null where that is none of numbers that fit. */
    static @Nullable Step step(Schema writer, boolean floats, int slot) {
        Item item = writer.getType() == Schema.Type.ARRAY ? item(writer.getElementType(), floats) : null;
        return item == null ? null : new Blocks(item, floats, slot);
    }

    private static @Nullable Item item(Schema writer, boolean floats) {
        return switch (writer.getType()) {
            case INT -> AvroBytes::readInt;
            case LONG -> floats ? in -> (float) in.readLong() : AvroBytes::readLong;
            case FLOAT -> AvroBytes::readFloat;
            case DOUBLE -> floats ? null : AvroBytes::readDouble;
            default -> null;
        };
    }

    /** The vector that a schema declares as a default. */
    static NumberVector of(List<?> numbers, boolean floats) {
        double[] values = numbers.stream()
                .mapToDouble(number -> ((Number) number).doubleValue())
                .toArray();
        return NumberVector.of(values, values.length, floats);
    }

    /** Reads blocks of numbers until an empty one. Each number has a byte at least, so that a count beyond the bytes that are left is corrupt. */
    private static final class Blocks implements Step {
        private final Item item;
        private final boolean floats;
        private final int slot;
        private double[] numbers = new double[FIRST_SIZE];

        Blocks(Item item, boolean floats, int slot) {
            this.item = item;
            this.floats = floats;
            this.slot = slot;
        }

        @Override
        public void run(AvroBytes in, Row row) {
            int size = 0;
            for (int count = Skip.checkedCount(in); count != 0; count = Skip.checkedCount(in)) {
                if (size + count > numbers.length) {
                    numbers = Arrays.copyOf(numbers, Math.max(size + count, 2 * numbers.length));
                }
                for (int i = 0; i < count; i++) {
                    numbers[size++] = item.read(in);
                }
            }
            row.setVector(slot, NumberVector.of(numbers, size, floats));
        }
    }
}
