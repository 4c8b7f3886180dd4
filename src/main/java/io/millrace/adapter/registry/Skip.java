package io.millrace.adapter.registry;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;

/** Compiles schemas to steps that pass over their values. */
final class Skip {
    /** How deep records may lie in records: more would be a corrupt record of a recursive schema. */
    private static final int DEEPEST = 200;

    private final IdentityHashMap<Schema, Step> records = new IdentityHashMap<>();
    private int depth;

    Step of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> (in, row) -> {};
            case BOOLEAN -> (in, row) -> in.readBoolean();
            case INT -> (in, row) -> in.readInt();
            case LONG -> (in, row) -> in.readLong();
            case FLOAT -> (in, row) -> in.skip(Float.BYTES);
            case DOUBLE -> (in, row) -> in.skip(Double.BYTES);
            case STRING, BYTES -> (in, row) -> in.skipBytes();
            case FIXED -> {
                int size = schema.getFixedSize();
                yield (in, row) -> in.skip(size);
            }
            case ENUM -> {
                int symbols = schema.getEnumSymbols().size();
                yield (in, row) -> in.readIndex(symbols);
            }
            case UNION -> union(schema);
            case ARRAY ->
                isEmpty(schema.getElementType(), List.of())
                        ? (in, row) -> emptyBlocks(in)
                        : blocks(of(schema.getElementType()));
            case MAP -> map(of(schema.getValueType()));
            case RECORD -> record(schema);
        };
    }

    private Step union(Schema schema) {
        Step[] branches = schema.getTypes().stream().map(this::of).toArray(Step[]::new);
        return (in, row) -> branches[in.readIndex(branches.length)].run(in, row);
    }

    private Step record(Schema schema) {
        Step known = records.get(schema);
        if (known != null) {
            return known;
        }
        Step[] fields = new Step[schema.getFields().size()];
        Step record = (in, row) -> {
            if (depth == DEEPEST) {
                throw MalformedException.notAvro("records lie more than " + DEEPEST + " deep in records");
            }
            depth++;
            try {
                for (Step field : fields) {
                    field.run(in, row);
                }
            } finally {
                depth--;
            }
        };
        records.put(schema, record);
        for (int i = 0; i < fields.length; i++) {
            fields[i] = of(schema.getFields().get(i).schema());
        }
        return record;
    }

    private Step map(Step value) {
        return blocks((in, row) -> {
            in.skipBytes();
            value.run(in, row);
        });
    }

    /** Blocks of items that have a byte at least. */
    private static Step blocks(Step item) {
        return (in, row) -> {
            for (int count = checkedCount(in); count != 0; count = checkedCount(in)) {
                for (int i = 0; i < count; i++) {
                    item.run(in, row);
                }
            }
        };
    }

    /** The number of items of the next block, each of which has a byte at least. */
    static int checkedCount(AvroBytes in) {
        long count = count(in);
        if (count > in.remaining()) {
            throw MalformedException.notAvro(
                    "a block has " + count + " items, but " + in.remaining() + " bytes are left");
        }
        return (int) count;
    }

    /** Blocks of items that take no bytes: nothing but the counts is there. */
    private static void emptyBlocks(AvroBytes in) {
        while (count(in) != 0) {
            // the items have no bytes
        }
    }

    /** The number of items of the next block; a negative one is followed by the block's size. */
    private static long count(AvroBytes in) {
        long count = in.readLong();
        if (count >= 0) {
            return count;
        }
        in.readLong();
        if (count == Long.MIN_VALUE) {
            throw MalformedException.notAvro("a block has " + count + " items");
        }
        return -count;
    }

    /** Whether values of the schema take no bytes. A record within itself takes some, or no value of it could end. */
    private static boolean isEmpty(Schema schema, List<Schema> within) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD -> {
                if (within.contains(schema)) {
                    yield false;
                }
                List<Schema> deeper = new ArrayList<>(within);
                deeper.add(schema);
                yield schema.getFields().stream().allMatch(field -> isEmpty(field.schema(), deeper));
            }
            default -> false;
        };
    }
}
