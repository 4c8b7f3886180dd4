package io.millrace.flink;

import static io.millrace.flink.Erasable.MAX_PARALLELISM;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.PipelineText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** Runs {@link FeatureStateOperator} in a harness, as the job runs it. */
final class StateOfLake {
    private StateOfLake() {}

    /** What it writes of the events of a lake, given in any order. */
    static SetState of(PipelineText text, FeatureSet set, List<PartialVector> lake, StateFromLake task)
            throws Exception {
        List<PartialVector> sorted = new ArrayList<>(lake);
        sorted.sort(Comparator.<PartialVector, String>comparing(partial -> set.keyOf(partial.event()))
                .thenComparingLong(partial -> partial.event().time()));
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureStateOperator(text, set.index(), task),
                FeatureSetOperator.keyOf(set),
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0)) {
            harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            harness.setup(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO.createSerializer(
                    harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            for (PartialVector partial : sorted) {
                harness.processElement(
                        new StreamRecord<>(partial, partial.event().time()));
            }
            harness.processWatermark(Long.MAX_VALUE);
            harness.endInput();
            return SetState.of(harness.extractOutputValues().get(0));
        }
    }
}
