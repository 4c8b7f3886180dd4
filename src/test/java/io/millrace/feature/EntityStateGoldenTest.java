package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.KeptFile;
import io.millrace.event.Event;
import io.millrace.event.TextHash;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Decayed;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.aggregate.Aggregate.TopGroups;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.LayoutText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The bytes of an entity's state with every kind of part, with chunks, floors and cursors in chunks. What an earlier version wrote is read back and gives the features of the naive recomputation, under
 * the same layout and as from another one; and it is what is written today.
 */
class EntityStateGoldenTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long WINDOW = 900;
    private static final int EVENTS = 250;
    private static final long STEP = 8;
    private static final List<String> CATEGORIES = List.of("food", "fuel", "cash", "toys");
    private static final List<WindowedFeature> WINDOWS = windows();
    private static final FeatureSet SET = Plans.set(WINDOWS);
    private static final FeatureSetEvaluator EVALUATOR = new FeatureSetEvaluator(SET, Plans.SCORED);

    private static List<WindowedFeature> windows() {
        List<WindowedFeature> windows = new ArrayList<>();
        for (int source : List.of(Plans.SCORED, Plans.FACTS)) {
            int base = source * Plans.COLUMNS;
            for (Plain plain : Plain.values()) {
                int column = plain == Plain.STREAK
                        ? Plans.CONDITION
                        : plain == Plain.ENTROPY ? Plans.CATEGORY : plain == Plain.COUNT ? Plans.ALL : Plans.VALUE;
                add(windows, plain, base + column, -1);
            }
            add(windows, new Several(Choice.FIRST, 2), base + Plans.POSITIVE, -1);
            add(windows, new Several(Choice.LAST, 2), base + Plans.POSITIVE, -1);
            add(windows, new Several(Choice.TOP, 2), base + Plans.VALUE, -1);
            add(windows, new Several(Choice.BOTTOM, 2), base + Plans.VALUE, -1);
            add(windows, new Several(Choice.MOST_FREQUENT, 2), base + Plans.COARSE, -1);
            add(windows, new Aggregate.Distinct(3), base + Plans.COARSE, -1);
            add(windows, new Aggregate.Quantiles(List.of(0.5, 0.9), 6), base + Plans.VALUE, -1);
            add(windows, new Aggregate.Histogram(List.of(-10.0, 0.0, 25.5)), base + Plans.VALUE, -1);
            add(windows, byGroup(Plain.COUNT), base + Plans.VALUE, base + Plans.CATEGORY);
            add(windows, byGroup(Plain.AVG), base + Plans.VALUE, base + Plans.CATEGORY);
            add(windows, new TopGroups(Plain.SUM, 2), base + Plans.VALUE, base + Plans.CATEGORY);
            one(windows, new Decayed(150, false), base + Plans.VALUE, -1, 500, 0);
            one(windows, new Decayed(150, true), base + Plans.VALUE, -1, 500, 100);
        }
        return windows;
    }

    private static ByGroup byGroup(Plain of) {
        return new ByGroup(of, List.of(TextHash.of("food"), TextHash.of("cash")), List.of("food", "cash"));
    }

    private static void add(List<WindowedFeature> windows, Aggregate aggregate, int column, int by) {
        one(windows, aggregate, column, by, 60, 0);
        one(windows, aggregate, column, by, WINDOW, 0);
        one(windows, aggregate, column, by, WindowedFeature.LIFETIME, 100);
    }

    private static void one(
            List<WindowedFeature> windows, Aggregate aggregate, int column, int by, long window, long lag) {
        int slot = windows.isEmpty() ? 0 : FeaturesPropertyTest.slots(windows);
        windows.add(new WindowedFeature(aggregate, column, by, window, lag, true, 0, slot));
    }

    /** Two events of the scored source, then one of facts, every third at the time of the one before. */
    private static Event event(int i) {
        int value = i * 7_919 % 20_000 - 8_000;
        return Plans.event(
                i % 3 == 2 ? Plans.FACTS : Plans.SCORED,
                "a",
                i % 3 == 1 ? (i - 1) * STEP : i * STEP,
                i % 2,
                i,
                i % 8 == 5 ? null : i % 5 == 0 ? value / 3.0 : value / 100.0,
                i % 9 == 4 ? null : CATEGORIES.get(i * 31 % 11 % 4));
    }

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
    }

    private static String write() {
        return write(Long.MIN_VALUE);
    }

    private static String write(long erasedUntil) {
        Chunks cold = new Chunks();
        EntityState state = EVALUATOR.emptyState(cold);
        for (int i = 0; i < EVENTS; i++) {
            take(state, event(i));
            EVALUATOR.forget(state, event(i).time());
        }
        EVALUATOR.erase(state, erasedUntil);
        StringBuilder text = new StringBuilder("head ");
        text.append(HEX.formatHex(new EntityForm(5).write(state))).append('\n');
        cold.chunks.forEach((number, bytes) ->
                text.append(number).append(' ').append(HEX.formatHex(bytes)).append('\n'));
        return text.toString();
    }

    private static double[] take(EntityState state, Event event) {
        double[] row = new double[FeaturesPropertyTest.slots(WINDOWS)];
        EVALUATOR.add(state, event, PartialVector.NO_ROW);
        if (event.source() == Plans.SCORED) {
            EVALUATOR.evaluate(state, event, row, new Frontier());
        }
        return row;
    }

    /** What is kept, by the first word of each line. */
    private static Map<String, byte[]> kept(String text) {
        Map<String, byte[]> lines = new HashMap<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            lines.put(line.substring(0, space), HEX.parseHex(line, space + 1, line.length()));
        }
        return lines;
    }

    private static Chunks chunks(Map<String, byte[]> lines) {
        Chunks cold = new Chunks();
        lines.forEach((name, bytes) -> {
            if (!name.equals("head")) {
                cold.write(Long.parseLong(name), bytes);
            }
        });
        return cold;
    }

    @Test
    void whatIsKeptIsReadAndGivesTheSameFeatures() {
        String fresh = write();
        String layout = EVALUATOR.layout().text().toString();
        String text = KeptFile.text("state/v2/entity.hex", fresh);
        LayoutText written = LayoutText.parse(KeptFile.text("state/v2/entity.layout.txt", layout));
        Map<String, byte[]> lines = kept(text);
        byte[] head = lines.getOrDefault("head", new byte[0]);

        assertThat(new EntityForm(0).layoutOf(head)).isEqualTo(5);
        assertThat(lines).as("the head and chunks").hasSizeGreaterThan(2);
        Chunks cold = chunks(lines);
        EntityState state = EVALUATOR.emptyState(cold);
        new EntityForm(5).migrate(head, written, cold, state);
        goOn(state);
        if (written.toString().equals(layout)) {
            EntityState same = EVALUATOR.emptyState(chunks(lines));
            new EntityForm(5).read(head, same);
            goOn(same);
        }
    }

    @Test
    void whatIsKeptOfAnErasedEntityIsReadAndIsWhatIsWrittenToday() {
        long erasedUntil = event(EVENTS - 50).time();
        String text = KeptFile.text("state/v3/erased.hex", write(erasedUntil));
        Map<String, byte[]> lines = kept(text);
        byte[] head = lines.getOrDefault("head", new byte[0]);

        assertThat(write(erasedUntil)).isEqualTo(text);
        assertThat(head[0]).isEqualTo((byte) 3);
        EntityState state = EVALUATOR.emptyState(chunks(lines));
        new EntityForm(5).read(head, state);
        assertThat(state.isErased(erasedUntil)).isTrue();
        assertThat(state.isErased(erasedUntil + 1)).isFalse();
        goOn(state, erasedUntil);
        assertThat(state.remembersErasure()).isFalse();
    }

    private static void goOn(EntityState state) {
        goOn(state, Long.MIN_VALUE);
    }

    private static void goOn(EntityState state, long erasedUntil) {
        NaiveFeatures naive = new NaiveFeatures(SET);
        for (int i = 0; i < EVENTS; i++) {
            naive.see(event(i));
        }
        naive.erase("a", erasedUntil);
        for (int i = EVENTS; i < 2 * EVENTS; i++) {
            Event event = event(i);
            naive.see(event);
            double[] row = take(state, event);
            EVALUATOR.forget(state, event.time());
            if (event.source() == Plans.SCORED) {
                WINDOWS.forEach(window -> compare(window, row, naive.values(window, event)));
            }
        }
    }

    private static void compare(WindowedFeature window, double[] row, double[] expected) {
        double[] found = Arrays.copyOfRange(row, window.slot(), window.slot() + expected.length);
        if (NaiveFeatures.isToTheBit(window.aggregate())) {
            assertThat(found).as("%s", window).isEqualTo(expected);
        } else {
            assertThat(found[0])
                    .as("%s", window)
                    .isCloseTo(expected[0], within(1e-9 * Math.max(1, Math.abs(expected[0]))));
        }
    }

    @Test
    void whatIsWrittenTodayIsWhatIsKept() {
        String fresh = write();
        String layout = EVALUATOR.layout().text().toString();

        assertThat(layout).isEqualTo(KeptFile.text("state/v2/entity.layout.txt", layout));
        assertThat(fresh).isEqualTo(KeptFile.text("state/v2/entity.hex", fresh));
    }

    @Test
    void bytesOfAnotherVersionAreRefused() {
        byte[] bytes = {1, 0};

        assertThatThrownBy(() -> new EntityForm(0).layoutOf(bytes))
                .hasMessage(
                        "state of an entity is of version 1; this release reads 2 and 3: restore it with the release that wrote it");
    }
}
