package io.millrace.feature.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Older rows in memory: as many as there is room for, at rest when they must be and not before. */
class NewestChunksTest {
    private static final int REACH = 1_000;
    private static final long ONE_CHUNK = sealedRows().bytes();

    private final EntityLayout layout = layout();
    private final EntityForm form = new EntityForm(0);

    private static Rows sealedRows() {
        return new Rows(RowShape.ofSingleWords(1), LogRows.SEALED);
    }

    private static EntityLayout layout() {
        PartsBuilder parts = new PartsBuilder();
        for (long left : List.of(100L, 300L, (long) REACH)) {
            parts.use(new SetPart(0, true, true), Edge.WITH_EVENT, Edge.before(left));
        }
        return new EntityLayout(List.of(new LogLayout(0, "origin", List.of("value"), parts, Edge.WITH_EVENT)));
    }

    private EntityState state(ColdRows cold) {
        return new EntityState(layout, cold, new StateWriter());
    }

    private static void take(EntityState state, int from, int to) {
        for (int i = from; i < to; i++) {
            state.insert(state.logs().get(0), i, 0, i, new long[] {i});
            state.advance(i, 0, i);
            state.forgetUntil(i - REACH - 1);
        }
    }

    @Test
    void withRoomNothingIsReadAndWhatIsForgottenIsNeverWritten() {
        ColdRowsWithRoom cold = new ColdRowsWithRoom(new RowRoom(1 << 20));
        EntityState state = state(cold);

        take(state, 0, 10 * REACH);

        assertThat(cold.counted().reads()).isZero();
        assertThat(cold.counted().writes()).isZero();
        form.write(state);
        assertThat(cold.counted().writes()).isBetween(REACH / LogRows.SEALED - 2, REACH / LogRows.SEALED + 2);
    }

    @Test
    void whatIsAtRestIsNotWrittenAgain() {
        ColdRowsWithRoom cold = new ColdRowsWithRoom(new RowRoom(1 << 20));
        EntityState state = state(cold);
        take(state, 0, REACH);
        form.write(state);
        cold.counted().restart();

        take(state, REACH, REACH + 3 * LogRows.SEALED);
        form.write(state);

        assertThat(cold.counted().writes()).isEqualTo(3);
    }

    @Test
    void noMoreThanThereIsRoomForAndTheNewestOnes() {
        RowRoom room = new RowRoom(4 * ONE_CHUNK + 1);
        ColdRowsWithRoom cold = new ColdRowsWithRoom(room);
        EntityState state = state(cold);

        take(state, 0, REACH);

        assertThat(room.taken()).isEqualTo(4 * ONE_CHUNK);
        int sealed = (int) state.logs().get(0).rows().nextChunk();
        assertThat(cold.counted().writes()).isEqualTo(sealed - 4);
    }

    @Test
    void withoutRoomEveryChunkIsAtRestAtOnce() {
        ColdRowsWithRoom cold = new ColdRowsWithRoom(new RowRoom(ONE_CHUNK - 1));
        EntityState state = state(cold);

        take(state, 0, REACH);

        assertThat(cold.counted().writes())
                .isEqualTo((int) state.logs().get(0).rows().nextChunk());
    }

    @Test
    void roomIsGivenBackByWhatIsForgottenErasedAndReleased() {
        RowRoom room = new RowRoom(1 << 20);
        EntityState state = state(new ColdRowsWithRoom(room));
        take(state, 0, 10 * REACH);
        assertThat(room.taken()).isBetween(ONE_CHUNK, (REACH / LogRows.SEALED + 2) * ONE_CHUNK);

        form.write(state);
        state.release();
        assertThat(room.taken()).isZero();

        EntityState erased = state(new ColdRowsWithRoom(room));
        take(erased, 0, REACH);
        erased.eraseUntil(2 * REACH);
        assertThat(room.taken()).isZero();
    }

    @Test
    void aStateThatWasNotWrittenIsNotLetGo() {
        EntityState state = state(new ColdRowsWithRoom(new RowRoom(1 << 20)));
        take(state, 0, REACH);

        assertThatThrownBy(state::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before it was put to rest");
    }
}
