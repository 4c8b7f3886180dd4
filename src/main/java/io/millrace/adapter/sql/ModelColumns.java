package io.millrace.adapter.sql;

import io.millrace.adapter.sql.BoundModel.OutputColumn;
import io.millrace.config.Names;
import io.millrace.config.Problems;
import io.millrace.model.Scorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

/**
 * Finds which column of a declared model is which feature, and which output fills which column.
 *
 * <p>A column is named as its feature or output, in whatever case; what is no letter, digit or underscore may be an underscore. The order of columns is free, but that the first of OUTPUT is the score, whatever its name.
 */
final class ModelColumns {
    private final String where;
    private final Problems problems = new Problems();

    private ModelColumns(String where) {
        this.where = where;
    }

    /**
     * Binds a model to the columns that SQL declares for it.
     *
     * @param where the declared model, for messages
     * @throws io.millrace.config.DefinitionException with every reason why it can't be
     */
    static BoundModel bind(String where, StoredModel model, ResolvedCatalogModel declared) throws IOException {
        ModelColumns columns = new ModelColumns(where);
        List<Column> inputs = declared.getResolvedInputSchema().getColumns();
        List<Column> outputs = declared.getResolvedOutputSchema().getColumns();
        try (Scorer scorer = model.open()) {
            List<Integer> slots = columns.slots(inputs, model.features());
            List<InputColumn> types = columns.types(inputs);
            List<OutputColumn> filled = columns.outputs(outputs, scorer.outputs());
            columns.problems.throwIfAny();
            return new BoundModel(model, types, slots, filled);
        }
    }

    private List<Integer> slots(List<Column> inputs, List<String> features) {
        if (inputs.size() != features.size()) {
            problems.add(
                    where,
                    "INPUT has " + inputs.size() + " columns, but the model takes " + features.size() + " features: "
                            + String.join(", ", features) + "; declare one column for each");
        }
        Integer[] slots = new Integer[features.size()];
        Set<Integer> taken = new HashSet<>();
        for (int column = 0; column < inputs.size(); column++) {
            int feature = position(inputs.get(column), features, "INPUT", "feature of the model");
            if (feature >= 0 && taken.add(feature)) {
                slots[feature] = column;
            } else if (feature >= 0) {
                problems.add(where, "INPUT names the feature " + features.get(feature) + " twice; name it once");
            }
        }
        return missing(slots, features) ? List.of() : List.of(slots);
    }

    private boolean missing(Integer[] slots, List<String> features) {
        List<String> missing = new ArrayList<>();
        for (int feature = 0; feature < slots.length; feature++) {
            if (slots[feature] == null) {
                missing.add(identifier(features.get(feature)));
            }
        }
        if (!missing.isEmpty()) {
            problems.add(where, "INPUT lacks " + String.join(", ", missing) + "; declare a column for each");
        }
        return !missing.isEmpty();
    }

    /** Position of a column's name, or -1 where a problem was added. */
    private int position(Column column, List<String> names, String part, String what) {
        String written = identifier(column.getName());
        List<String> identifiers = names.stream().map(ModelColumns::identifier).toList();
        int found = names.indexOf(column.getName());
        if (found < 0 && identifiers.indexOf(written) == identifiers.lastIndexOf(written)) {
            found = identifiers.indexOf(written);
        }
        if (found < 0) {
            problems.add(
                    where, part + " column " + column.getName() + " is no " + what + Names.hint(written, identifiers));
        }
        return found;
    }

    private static String identifier(String name) {
        return name.replaceAll("[^A-Za-z0-9_]", "_").toLowerCase(Locale.ROOT);
    }

    private List<InputColumn> types(List<Column> inputs) {
        List<InputColumn> types = new ArrayList<>();
        for (Column column : inputs) {
            LogicalType type = column.getDataType().getLogicalType();
            Optional<InputColumn> reading = InputColumn.of(type.getTypeRoot());
            if (reading.isEmpty()) {
                problems.add(
                        where,
                        "INPUT column " + column.getName() + " is " + type.asSummaryString()
                                + ", and features are numbers; expected DOUBLE, FLOAT, BIGINT, INT, SMALLINT, TINYINT or"
                                + " BOOLEAN; CAST it in the query");
            }
            reading.ifPresent(types::add);
        }
        return types;
    }

    private List<OutputColumn> outputs(List<Column> columns, List<String> names) {
        List<OutputColumn> outputs = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            LogicalTypeRoot type = column.getDataType().getLogicalType().getTypeRoot();
            if (type != LogicalTypeRoot.FLOAT && type != LogicalTypeRoot.DOUBLE) {
                problems.add(
                        where,
                        "OUTPUT column " + column.getName() + " is "
                                + column.getDataType().getLogicalType().asSummaryString()
                                + ", expected FLOAT or DOUBLE");
            }
            int output = i == 0 ? OutputColumn.SCORE : position(column, names, "OUTPUT", "output beside the score");
            outputs.add(new OutputColumn(output, type == LogicalTypeRoot.FLOAT));
        }
        if (columns.isEmpty()) {
            problems.add(where, "OUTPUT has no columns; declare the score: OUTPUT (score FLOAT)");
        }
        return outputs;
    }
}
