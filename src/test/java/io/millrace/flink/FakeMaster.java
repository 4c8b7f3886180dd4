package io.millrace.flink;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.taskexecutor.GlobalAggregateManager;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;

/** Keeps aggregates as a job's master does: by name, each update by a copy of the function. A harness has a master that forgets. */
final class FakeMaster implements GlobalAggregateManager {
    private final Map<String, Object> accumulators = new HashMap<>();

    /** Gives a harness this master. */
    void serve(AbstractStreamOperatorTestHarness<?> harness) throws ReflectiveOperationException {
        serve(harness, this);
    }

    /** Gives a harness a master. */
    static void serve(AbstractStreamOperatorTestHarness<?> harness, GlobalAggregateManager master)
            throws ReflectiveOperationException {
        Field field = MockEnvironment.class.getDeclaredField("aggregateManager");
        field.setAccessible(true);
        field.set(harness.getEnvironment(), master);
    }

    @Override
    @SuppressWarnings("unchecked") // a name is used with one kind of function
    public synchronized <I, A, O> O updateGlobalAggregate(
            String name, Object value, AggregateFunction<I, A, O> function) {
        try {
            AggregateFunction<I, A, O> shipped =
                    InstantiationUtil.clone(function, getClass().getClassLoader());
            A before = (A) accumulators.computeIfAbsent(name, any -> shipped.createAccumulator());
            A after = shipped.add((I) value, before);
            accumulators.put(name, after);
            return shipped.getResult(after);
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
