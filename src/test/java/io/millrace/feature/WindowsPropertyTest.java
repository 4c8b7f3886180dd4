package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every aggregate over random streams (out of order, with ties, late, repeated, with nulls) equals the naive recomputation to the bit. */
class WindowsPropertyTest {
    private static final long LATE = 300;
    private static final int SPAN = 2000;

    @Property(tries = 400)
    void everyVectorEqualsTheNaiveOneToTheBit(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<WindowedFeature> windows = windows(random);
        FeatureSet set = Plans.of(windows).sets().get(0);
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
        Map<String, EntityState> states = new HashMap<>();
        NaiveWindows naive = new NaiveWindows();
        long watermark = -SPAN;
        int checked = 0;

        for (Event event : stream(random)) {
            if (event.time() < watermark - LATE) {
                continue;
            }
            EntityState state = states.computeIfAbsent(event.keyAt(0), key -> evaluator.emptyState());
            state = random.nextInt(4) == 0 ? copyThroughBytes(state) : state;
            states.put(event.keyAt(0), state);
            evaluator.add(state, event);
            naive.see(event);
            evaluator.forget(state, watermark - LATE);
            if (event.source() == Plans.SCORED) {
                double[] row = new double[windows.size()];
                evaluator.evaluate(state, event, row, new Frontier());
                for (WindowedFeature window : windows) {
                    assertThat(Double.doubleToRawLongBits(row[window.slot()]))
                            .as("%s at %d, seed %d", window, event.time(), seed)
                            .isEqualTo(Double.doubleToRawLongBits(naive.value(window, event)));
                    checked++;
                }
            }
            watermark = Math.max(watermark, event.time() - 50);
        }
        assertThat(checked).as("values compared, seed %d", seed).isGreaterThan(100);
    }

    @Property(tries = 200)
    void theSameSetOfEventsGivesTheSameBitsInAnyOrder(@ForAll long seed) {
        Random random = new Random(seed);
        List<WindowedFeature> windows = windows(random);
        FeatureSet set = Plans.of(windows).sets().get(0);
        List<Event> events = new ArrayList<>(stream(random));
        Event last = Plans.event(Plans.SCORED, "a", SPAN, 9, 0, 1.5);
        events.add(last);

        double[] once = evaluateLast(set, events, last);
        Collections.shuffle(events, random);
        double[] again = evaluateLast(set, events, last);

        assertThat(again).as("seed %d", seed).isEqualTo(once);
    }

    private static double[] evaluateLast(FeatureSet set, List<Event> events, Event last) {
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
        EntityState state = evaluator.emptyState();
        events.stream().filter(e -> e.keyAt(0).equals("a")).forEach(e -> evaluator.add(state, e));
        double[] row = new double[set.windows().size()];
        evaluator.evaluate(state, last, row, new Frontier());
        return row;
    }

    private static List<WindowedFeature> windows(Random random) {
        List<WindowedFeature> windows = new ArrayList<>();
        for (int column = 0; column < 5; column++) {
            for (Plain aggregate : List.of(Plain.COUNT, Plain.SUM, Plain.AVG, Plain.MIN, Plain.MAX)) {
                long lag = random.nextBoolean() ? 0 : random.nextInt(400);
                windows.add(new WindowedFeature(
                        aggregate, column, -1, 1 + random.nextInt(700), lag, true, 0, windows.size()));
            }
        }
        return windows;
    }

    private static List<Event> stream(Random random) {
        List<Event> events = new ArrayList<>();
        int count = 40 + random.nextInt(80);
        for (int i = 0; i < count; i++) {
            long base = (long) SPAN * i / count;
            long time = Math.max(0, base - (random.nextInt(5) == 0 ? random.nextInt(400) : random.nextInt(20)));
            Double value = random.nextInt(8) == 0
                    ? null
                    : (random.nextInt(20_000) - 8_000) / 100.0 * Math.pow(10, random.nextInt(9) - 4);
            String entity = random.nextInt(3) == 0 ? "b" : "a";
            events.add(Plans.event(
                    random.nextInt(3) == 0 ? Plans.FACTS : Plans.SCORED,
                    entity,
                    time / 7 * 7,
                    random.nextInt(3),
                    i,
                    value));
            if (random.nextInt(10) == 0) {
                events.add(events.get(random.nextInt(events.size())));
            }
        }
        return events;
    }

    private static EntityState copyThroughBytes(EntityState state) throws IOException {
        EntityStateCodec codec = new EntityStateCodec();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        codec.write(state, new DataOutputStream(bytes));
        return codec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), codec.version());
    }
}
