package io.millrace.adapter.lake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** Which fields of a writer the columns of a table don't hold. */
final class FieldGaps {
    private static final String COLUMN = "column ";
    private static final String BETWEEN = "; ";

    private FieldGaps() {}

    /**
     * What stands in {@link RecordColumns#UNREADABLE} of the writer's rows; null where columns hold all that can have one.
     *
     * @param columns those of the value
     */
    static @Nullable String of(Schema writer, List<NestedField> columns) {
        List<String> texts = new ArrayList<>();
        List<String> told = new ArrayList<>();
        for (AvroFields.Misfit misfit : AvroFields.of(writer, columns).misfits()) {
            NestedField column = misfit.column();
            texts.add(COLUMN + column.name() + " is " + column.type() + ", the writer's field is " + misfit.written());
            told.add(column.name());
        }
        Set<String> there = names(columns);
        for (String name : names(new AvroTypes(0).columns(writer))) {
            if (!there.contains(name) && told.stream().noneMatch(known -> isWithin(name, known))) {
                texts.add(COLUMN + name + " is not there");
                told.add(name);
            }
        }
        return texts.isEmpty() ? null : String.join(BETWEEN, texts);
    }

    /** Whether a text is of here: columns that come later may make up for it. */
    static boolean isOne(String text) {
        return text.startsWith(COLUMN);
    }

    /** Of all columns, those within others too, which come after these. */
    private static Set<String> names(List<NestedField> columns) {
        return new TreeSet<>(
                TypeUtil.indexNameById(Types.StructType.of(columns)).values());
    }

    private static boolean isWithin(String name, String outer) {
        return name.startsWith(outer + ".");
    }
}
