package io.millrace.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class WatermarksTest {
    private static final Arrival<String> DEAD =
            Arrival.dead(new DeadLetter("s", "t", 0, 0, 9_999_999, Reason.TIME_IN_FUTURE, "", null, null, null));

    private final ManualClock clock = new ManualClock();
    private final WatermarkStrategy<Arrival<String>> strategy =
            Watermarks.of(Duration.ofSeconds(5), Duration.ofSeconds(3));
    private final WatermarkGenerator<Arrival<String>> generator = strategy.createWatermarkGenerator(context());
    private final List<String> output = new ArrayList<>();

    @Test
    void theWatermarkTrailsTheNewestEventByTheLateness() {
        event(20_000);
        event(18_000);
        tick();

        assertThat(output).containsExactly("14999");
    }

    @Test
    void deadLettersDoNotMoveIt() {
        event(20_000);
        generator.onEvent(DEAD, DEAD.time(), sink());
        tick();

        assertThat(output).containsExactly("14999");
    }

    @Test
    void deletionsDoNotMoveIt() {
        event(20_000);
        generator.onEvent(Arrival.deletion("x", 9_999_999), 9_999_999, sink());
        tick();

        assertThat(output).containsExactly("14999");
    }

    @Test
    void aPartitionWithDeadLettersAloneBecomesIdle() {
        event(20_000);
        tick();
        for (int second = 0; second < 6; second++) {
            clock.advanceTime(Duration.ofSeconds(1));
            generator.onEvent(DEAD, DEAD.time(), sink());
            tick();
        }

        assertThat(output).contains("idle");
        event(21_000);
        tick();
        assertThat(output).as("the next event makes it active again").endsWith("15999");
    }

    @Test
    void elementsCarryTheirEventTime() {
        TimestampAssigner<Arrival<String>> assigner = strategy.createTimestampAssigner(() -> null);

        assertThat(assigner.extractTimestamp(Arrival.of("x", 7), 1)).isEqualTo(7);
    }

    private void event(long time) {
        generator.onEvent(Arrival.of("x", time), time, sink());
    }

    private void tick() {
        generator.onPeriodicEmit(sink());
    }

    private WatermarkOutput sink() {
        return new WatermarkOutput() {
            @Override
            public void emitWatermark(Watermark watermark) {
                output.add(Long.toString(watermark.getTimestamp()));
            }

            @Override
            public void markIdle() {
                output.add("idle");
            }

            @Override
            public void markActive() {
                output.add("active");
            }
        };
    }

    private WatermarkGeneratorSupplier.Context context() {
        return new WatermarkGeneratorSupplier.Context() {
            @Override
            public MetricGroup getMetricGroup() {
                return new UnregisteredMetricsGroup();
            }

            @Override
            public RelativeClock getInputActivityClock() {
                return clock;
            }
        };
    }
}
