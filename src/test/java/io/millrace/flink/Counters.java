package io.millrace.flink;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** An environment for one operator that shows what its counters have counted. */
public final class Counters {
    private final Map<String, Metric> metrics = new HashMap<>();

    MockEnvironment environment() {
        TestingMetricRegistry registry = TestingMetricRegistry.builder()
                .setRegisterConsumer((metric, name, group) -> {
                    metrics.put(name, metric);
                    String[] scope = group.getScopeComponents();
                    metrics.put(scope[scope.length - 1] + "." + name, metric);
                })
                .build();
        TaskMetricGroup task = TaskManagerMetricGroup.createTaskManagerMetricGroup(
                        registry, "host", ResourceID.generate())
                .addJob(new JobID(), "job")
                .addTask(ExecutionGraphTestUtils.createExecutionAttemptId(), "task");
        return new MockEnvironmentBuilder()
                .setMaxParallelism(Erasable.MAX_PARALLELISM)
                .setMetricGroup(task)
                .build();
    }

    /** Gives a harness, before it is set up, an environment whose metrics are seen here. */
    public void serve(AbstractStreamOperatorTestHarness<?> harness) throws ReflectiveOperationException {
        Field field = MockEnvironment.class.getDeclaredField("taskMetricGroup");
        field.setAccessible(true);
        field.set(harness.getEnvironment(), environment().getMetricGroup());
    }

    /** The metric that was registered last under a name; a name may have its group before it, as {@code group.name}. */
    Metric metric(String name) {
        return Objects.requireNonNull(metrics.get(name), name);
    }

    /** What is counted under a name, which may have its group before it; -1 where nothing is. */
    public long of(String name) {
        return metrics.get(name) instanceof Counter counter ? counter.getCount() : -1;
    }
}
