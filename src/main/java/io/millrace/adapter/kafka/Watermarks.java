package io.millrace.adapter.kafka;

import io.millrace.governance.Arrival;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;

/**
 * How far event time has come in each partition: the newest event's time less the declared lateness. Dead letters and deletions do not count: neither
 * can a broken time move the watermark, nor does a partition with nothing else hold it back once it is idle.
 */
public final class Watermarks {
    private Watermarks() {}

    /**
     * The strategy of a source.
     *
     * @param lateness how far events may trail behind the newest one
     * @param idle after how long without events a partition holds event time back no more
     */
    public static <T> WatermarkStrategy<Arrival<T>> of(Duration lateness, Duration idle) {
        return WatermarkStrategy.<Arrival<T>>forGenerator(context -> new EventsOnly<>(new WatermarksWithIdleness<>(
                        new BoundedOutOfOrdernessWatermarks<>(lateness), idle, context.getInputActivityClock())))
                .withTimestampAssigner((arrival, kafka) -> arrival.time());
    }

    /** Keeps what has no event time from a generator. */
    private static final class EventsOnly<T> implements WatermarkGenerator<Arrival<T>> {
        private final WatermarkGenerator<Arrival<T>> events;

        EventsOnly(WatermarkGenerator<Arrival<T>> events) {
            this.events = events;
        }

        @Override
        public void onEvent(Arrival<T> arrival, long time, WatermarkOutput output) {
            if (arrival.hasEventTime()) {
                events.onEvent(arrival, time, output);
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            events.onPeriodicEmit(output);
        }
    }
}
