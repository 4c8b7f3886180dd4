package io.millrace.flink;

import io.millrace.model.Prediction;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Takes predictions where Flink's harness would copy them, as no chain with object reuse does, so that the copies are not measured with the operator. */
final class TakenPredictions extends TypeSerializerSingleton<Prediction> {
    private static final long serialVersionUID = 1;

    private transient double sum;

    /** The sum of all scores so far. */
    double sum() {
        return sum;
    }

    @Override
    public Prediction copy(Prediction taken) {
        sum += taken.score();
        return taken;
    }

    @Override
    public Prediction copy(Prediction taken, Prediction reuse) {
        return copy(taken);
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public Prediction createInstance() {
        throw unused();
    }

    @Override
    public void serialize(Prediction prediction, DataOutputView target) {
        throw unused();
    }

    @Override
    public Prediction deserialize(DataInputView source) {
        throw unused();
    }

    @Override
    public Prediction deserialize(Prediction reuse, DataInputView source) {
        throw unused();
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) {
        throw unused();
    }

    @Override
    public TypeSerializerSnapshot<Prediction> snapshotConfiguration() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("a harness only copies");
    }
}
