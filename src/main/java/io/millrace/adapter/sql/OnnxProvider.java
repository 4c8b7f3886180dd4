package io.millrace.adapter.sql;

import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.ml.PredictRuntimeProvider;

/** Makes the function that {@code ML_PREDICT} calls. */
record OnnxProvider(BoundModel model) implements PredictRuntimeProvider {
    @Override
    public PredictFunction createPredictFunction(Context context) {
        return new OnnxPredict(model);
    }

    @Override
    public ModelProvider copy() {
        return this;
    }
}
