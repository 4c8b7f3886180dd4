package io.millrace.trainingset;

import static io.millrace.flink.CardEvents.PIPELINE;
import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.event.Event;
import io.millrace.flink.CardEvents;
import io.millrace.replay.SimulatedStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Vectors of entities at points in time equal plain loops over all events, and leave no trace in each other. */
class EntityVectorsTest {
    private static final int AVERAGES = 6;
    private static final int SEEN = 9;

    @Property(tries = 40)
    void equalPlainLoopsOverTheEventsUpToTheirTime(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        SimulatedStream stream = new SimulatedStream(random, 200, 4, 9);
        List<Event> points = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            // Some at the time of an event, some twice, some of entities that nothing is known of.
            long time = random.nextBoolean()
                    ? stream.events()
                            .get(random.nextInt(stream.events().size()))
                            .time()
                    : START + random.nextInt(200) * CardEvents.HOUR;
            points.add(CardEvents.transaction("p" + i, "c" + random.nextInt(4), "m" + random.nextInt(5), 7, time, 0, i)
                    .event());
        }

        EntitySet set = new EntityVectors(PIPELINE, stream).at(points);

        assertThat(set.rows()).hasSize(60).extracting(EntityRow::time).isSorted();
        for (EntityRow row : set.rows()) {
            Event point = points.get(Integer.parseInt(row.id().substring(1)));
            double[] expected = NaiveVector.of(point.at(Integer.MAX_VALUE, Long.MAX_VALUE), stream.events());
            for (int i = 0; i < expected.length; i++) {
                boolean isEmptyAverage = i >= AVERAGES && i < SEEN && Double.isNaN(expected[i]);
                assertThat(row.vector()[i])
                        .as("seed %s, %s of %s", seed, PIPELINE.inputs().get(i), row.id())
                        .isCloseTo(isEmptyAverage ? 0 : expected[i], within(1e-9));
            }
        }
    }
}
