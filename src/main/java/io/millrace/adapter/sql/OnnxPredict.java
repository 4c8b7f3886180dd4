package io.millrace.adapter.sql;

import io.millrace.adapter.sql.BoundModel.OutputColumn;
import io.millrace.model.Scorer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.PredictFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores one row a call. A row that the model fails on fails the job, with a {@link io.millrace.model.ScoringException} that says which feature and why: SQL has no dead letters.
 */
public final class OnnxPredict extends PredictFunction {
    private static final long serialVersionUID = 1;

    private final BoundModel bound;
    private final int[] slots;
    private transient double @Nullable [] values;
    private transient @Nullable Scorer scorer;

    OnnxPredict(BoundModel bound) {
        this.bound = bound;
        this.slots = bound.slots().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void open(FunctionContext context) throws IOException {
        values = new double[bound.inputs().size()];
        scorer = bound.model().open();
    }

    @Override
    public Collection<RowData> predict(RowData row) {
        Scorer opened = Objects.requireNonNull(scorer);
        double[] taken = Objects.requireNonNull(values);
        for (int column = 0; column < taken.length; column++) {
            taken[column] = bound.inputs().get(column).read(row, column);
        }
        opened.put(0, taken, slots);
        opened.run(1);
        return List.of(result(opened));
    }

    private RowData result(Scorer scored) {
        List<OutputColumn> outputs = bound.outputs();
        GenericRowData result = new GenericRowData(outputs.size());
        for (int column = 0; column < outputs.size(); column++) {
            result.setField(column, value(scored, outputs.get(column)));
        }
        return result;
    }

    private static Object value(Scorer scored, OutputColumn column) {
        double value = column.output() == OutputColumn.SCORE ? scored.score(0) : scored.output(0, column.output());
        return column.isFloat() ? (Object) (float) value : (Object) value;
    }

    @Override
    public void close() {
        if (scorer != null) {
            scorer.close();
            scorer = null;
        }
    }
}
