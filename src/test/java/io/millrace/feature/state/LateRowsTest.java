package io.millrace.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** However many rows come late, and in whatever order, each costs a few chunks of bounded size, and the state beside them stays small. */
class LateRowsTest {
    private static final int ROWS = 20_000;
    private static final int MOST_READS = 60;
    private static final int MOST_BYTES = 40_000;
    private static final int MOST_BYTES_BESIDE = 2_000;
    private static final long REACH = 10L * ROWS;

    private final CountedColdRows cold = new CountedColdRows();
    private final EntityLayout layout = layout();
    private final EntityForm form = new EntityForm(0);
    private EntityState state = new EntityState(layout, cold, new StateWriter());

    private static EntityLayout layout() {
        PartsBuilder parts = new PartsBuilder();
        for (long left : new long[] {10, 1_000, REACH}) {
            parts.use(new SetPart(1, true, true), Edge.before(REACH), Edge.before(REACH + left));
        }
        return new EntityLayout(
                List.of(new LogLayout(0, "origin", List.of("nothing", "value"), parts, Edge.WITH_EVENT)));
    }

    private void insert(long time) {
        cold.restart();
        Log log = state.logs().get(0);
        assertThat(state.insert(log, time, 0, time, new long[] {Rows.MISSING, time}))
                .isTrue();
        if (state.asOf().isBefore(time, 0, time)) {
            state.advance(time, 0, time);
        }
        assertThat(cold.reads() + cold.writes()).as("chunks for %d", time).isLessThan(MOST_READS);
        assertThat(cold.bytes()).as("bytes for %d", time).isLessThan(MOST_BYTES);
    }

    private void check(List<Long> times) {
        assertThat(form.write(state).length).as("bytes beside the chunks").isLessThan(MOST_BYTES_BESIDE);
        EntityState restored = new EntityState(layout, cold, new StateWriter());
        form.read(form.write(state), restored);
        state = restored;
        List<Long> found = new ArrayList<>();
        state.logs().get(0).rows().visit((rows, row) -> found.add(rows.bits(row, 1)));
        assertThat(found).isEqualTo(times.stream().sorted().toList());
    }

    @Test
    void newestFirst() {
        List<Long> times = LongStream.range(0, ROWS).map(i -> REACH - i).boxed().toList();
        times.forEach(this::insert);
        check(times);
    }

    @Test
    void inOrderBeforeOthers() {
        List<Long> times = new ArrayList<>(
                LongStream.range(0, 100).map(i -> REACH - i).boxed().toList());
        LongStream.range(0, ROWS).forEach(times::add);
        times.forEach(this::insert);
        check(times);
    }

    @Test
    void inAnyOrder() {
        List<Long> times = new ArrayList<>(
                LongStream.range(0, ROWS).map(i -> 3 * i).boxed().toList());
        Collections.shuffle(times, new Random(5));
        times.forEach(this::insert);
        check(times);
    }

    @Test
    void rowsOfASplitChunkAreForgottenFewAtATime() {
        newestFirst();
        int before = cold.chunks();
        Log log = state.logs().get(0);
        state.advancePast(4 * REACH);
        for (long time = REACH - ROWS; time < REACH; time += 16) {
            cold.restart();
            state.forgetUntil(time);
            assertThat(cold.reads() + cold.writes()).as("until %d", time).isLessThan(MOST_READS);
        }
        assertThat(before).isGreaterThan(ROWS / 32);
        assertThat(cold.chunks()).isLessThan(8);
        insert(REACH + 1);
        log.rows().clear();
        assertThat(cold.chunks()).isZero();
    }
}
