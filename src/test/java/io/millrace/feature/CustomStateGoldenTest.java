package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.KeptFile;
import io.millrace.event.Event;
import io.millrace.event.TextHash;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Custom;
import io.millrace.feature.aggregate.Aggregate.Decayed;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Histogram;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Quantiles;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.spi.GeoSpread;
import io.millrace.feature.spi.Parameters;
import io.millrace.feature.spi.SquaredCents;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.LayoutText;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The bytes of an entity's state with aggregates of a user's own beside the other kinds of parts. What an earlier version wrote is read back, under the same layout and as from another one, and gives the
 * features of a state that never was bytes; and it is what is written today.
 */
class CustomStateGoldenTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int EVENTS = 250;
    private static final long STEP = 8;
    private static final int LAYOUT = 5;
    private static final List<String> CATEGORIES = List.of("food", "fuel", "cash", "toys");
    private static final Custom SQUARES =
            new Custom("squared_cents", 3, "{}", new SquaredCents().accumulator(Parameters.none()));
    private static final Custom SPREAD =
            new Custom("geo_spread", 1, "{}", new GeoSpread().accumulator(Parameters.none()));
    private static final List<WindowedFeature> WINDOWS = windows();
    private static final FeatureSetEvaluator EVALUATOR = new FeatureSetEvaluator(Plans.set(WINDOWS), Plans.SCORED);

    private static List<WindowedFeature> windows() {
        List<WindowedFeature> windows = new ArrayList<>();
        add(windows, SQUARES, Plans.VALUE, -1);
        add(windows, SPREAD, Plans.VALUE, Plans.COARSE);
        add(windows, Plain.COUNT, Plans.ALL, -1);
        add(windows, Plain.VARIANCE, Plans.VALUE, -1);
        add(windows, Plain.MAX, Plans.VALUE, -1);
        add(windows, new Several(Choice.FIRST, 2), Plans.POSITIVE, -1);
        add(windows, Plain.ENTROPY, Plans.CATEGORY, -1);
        add(windows, Plain.GAP_STDDEV, Plans.ALL, -1);
        add(windows, Plain.STREAK, Plans.CONDITION, -1);
        add(windows, new Several(Choice.LAST, 2), Plans.VALUE, -1);
        add(windows, new Distinct(3), Plans.COARSE, -1);
        add(windows, new Quantiles(List.of(0.5), 6), Plans.VALUE, -1);
        add(windows, new Histogram(List.of(-10.0, 25.5)), Plans.VALUE, -1);
        add(
                windows,
                new ByGroup(Plain.AVG, List.of(TextHash.of("food")), List.of("food")),
                Plans.VALUE,
                Plans.CATEGORY);
        add(windows, new Decayed(150, true), Plans.VALUE, -1, 500, 100);
        return windows;
    }

    private static void add(List<WindowedFeature> windows, Aggregate aggregate, int column, int by) {
        add(windows, aggregate, column, by, 60, 0);
        add(windows, aggregate, column, by, 900, 0);
        add(windows, aggregate, column, by, WindowedFeature.LIFETIME, 100);
    }

    private static void add(
            List<WindowedFeature> windows, Aggregate aggregate, int column, int by, long window, long lag) {
        int slot = windows.isEmpty() ? 0 : FeaturesPropertyTest.slots(windows);
        windows.add(new WindowedFeature(aggregate, column, by, window, lag, true, Double.NaN, slot));
    }

    private static Event event(int i) {
        int value = i * 7_919 % 20_000 - 8_000;
        return Plans.event(
                Plans.SCORED,
                "a",
                i % 3 == 1 ? (i - 1) * STEP : i * STEP,
                i % 2,
                i,
                i % 8 == 5 ? null : value / 100.0,
                i % 9 == 4 ? null : CATEGORIES.get(i * 31 % 11 % 4));
    }

    /** Chunks by their numbers, which can be written down. */
    private static final class Chunks implements ColdRows {
        private final Map<Long, byte[]> chunks = new TreeMap<>();

        @Override
        public byte @Nullable [] read(long chunk) {
            return chunks.get(chunk);
        }

        @Override
        public void write(long chunk, byte[] bytes) {
            chunks.put(chunk, bytes);
        }

        @Override
        public void remove(long chunk) {
            chunks.remove(chunk);
        }

        String text() {
            return chunks.entrySet().stream()
                    .map(chunk -> chunk.getKey() + " " + HEX.formatHex(chunk.getValue()) + "\n")
                    .collect(Collectors.joining());
        }

        static Chunks parse(List<String> lines) {
            Chunks chunks = new Chunks();
            for (String line : lines) {
                int space = line.indexOf(' ');
                chunks.write(Long.parseLong(line.substring(0, space)), HEX.parseHex(line.substring(space + 1)));
            }
            return chunks;
        }
    }

    private static double[] take(EntityState state, int i) {
        double[] row = new double[FeaturesPropertyTest.slots(WINDOWS)];
        EVALUATOR.add(state, event(i), PartialVector.NO_ROW);
        EVALUATOR.evaluate(state, event(i), row, new Frontier());
        EVALUATOR.forget(state, event(i).time());
        return row;
    }

    private static EntityState fresh(ColdRows cold) {
        EntityState state = EVALUATOR.emptyState(cold);
        for (int i = 0; i < EVENTS; i++) {
            var unused = take(state, i);
        }
        return state;
    }

    private static String write() {
        Chunks cold = new Chunks();
        return HEX.formatHex(new EntityForm(LAYOUT).write(fresh(cold))) + "\n" + cold.text();
    }

    private static String layout() {
        return EVALUATOR.layout().text().toString();
    }

    @Test
    void whatIsKeptGoesOnAsIfItNeverWasBytes() {
        List<String> lines =
                KeptFile.text("state/v2/custom.hex", write()).lines().toList();
        byte[] head = HEX.parseHex(lines.get(0));
        List<String> chunks = lines.subList(1, lines.size());
        assertThat(chunks).isNotEmpty();

        Chunks cold = Chunks.parse(chunks);
        EntityState read = EVALUATOR.emptyState(cold);
        new EntityForm(LAYOUT).read(head, read);
        goOn(read);

        Chunks others = Chunks.parse(chunks);
        EntityState migrated = EVALUATOR.emptyState(others);
        LayoutText written = LayoutText.parse(KeptFile.text("state/v2/custom.layout.txt", layout()));
        new EntityForm(LAYOUT).migrate(head, written, others, migrated);
        goOn(migrated);
    }

    private static void goOn(EntityState state) {
        EntityState control = fresh(new Chunks());
        for (int i = EVENTS; i < 2 * EVENTS; i++) {
            assertThat(take(state, i)).as("event %d", i).isEqualTo(take(control, i));
        }
    }

    @Test
    void whatIsWrittenTodayIsWhatIsKept() {
        String layout = layout();
        String fresh = write();

        assertThat(layout)
                .contains("part CUSTOM squared_cents 3")
                .isEqualTo(KeptFile.text("state/v2/custom.layout.txt", layout));
        assertThat(fresh).isEqualTo(KeptFile.text("state/v2/custom.hex", fresh));
    }
}
