package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import io.millrace.event.VectorShape;
import io.millrace.feature.state.Rows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VectorProjectionTest {
    private static final long UNTOUCHED = 42;
    private static final VectorProjection PROJECTION = new VectorProjection(0, new VectorShape(3, true), null);

    private static Event event(@Nullable NumberVector vector) {
        return new Event(
                0,
                0,
                1,
                0,
                1,
                "id",
                0,
                vector == null ? 1 : 0,
                new long[1],
                new @Nullable String[1],
                new @Nullable NumberVector[] {vector});
    }

    private static long[] words(Projection projection, @Nullable NumberVector vector) {
        long[] words = {UNTOUCHED, 0, 0, UNTOUCHED};
        projection.write(event(vector), PartialVector.NO_ROW, words, 1);
        return words;
    }

    @Test
    void aVectorIsKeptInItsWords() {
        assertThat(PROJECTION.words()).isEqualTo(2);
        assertThat(words(PROJECTION, NumberVector.ofFloats(0.5f, -1, 3)))
                .containsExactly(UNTOUCHED, 0x3F00_0000_BF80_0000L, 0x4040_0000_0000_0000L, UNTOUCHED);
        assertThat(PROJECTION.bits(event(NumberVector.ofFloats(0.5f, -1, 3)), PartialVector.NO_ROW))
                .isEqualTo(0x3F00_0000_BF80_0000L);
    }

    @Test
    void whatDoesNotFitIsMissingAsAWhole() {
        long[] missing = {UNTOUCHED, Rows.MISSING, Rows.MISSING, UNTOUCHED};

        assertThat(words(PROJECTION, null)).isEqualTo(missing);
        assertThat(words(PROJECTION, NumberVector.ofFloats(1, 2))).isEqualTo(missing);
        assertThat(words(PROJECTION, NumberVector.ofFloats(1, 2, 3, 4))).isEqualTo(missing);
        assertThat(words(PROJECTION, NumberVector.ofDoubles(1, 2, 3))).isEqualTo(missing);
        assertThat(words(PROJECTION, NumberVector.ofFloats(1, 2, Float.NaN))).isEqualTo(missing);
    }

    @Test
    void aConditionChoosesEvents() {
        NumberVector vector = NumberVector.ofFloats(1, 2, 3);

        assertThat(words(PROJECTION.where((event, row) -> 1), vector)).isEqualTo(words(PROJECTION, vector));
        assertThat(words(PROJECTION.where((event, row) -> 0), vector)).isEqualTo(words(PROJECTION, null));
        assertThat(words(PROJECTION.where((event, row) -> Double.NaN), vector)).isEqualTo(words(PROJECTION, null));
        assertThatThrownBy(() -> PROJECTION.where((event, row) -> 1).where((event, row) -> 1))
                .hasMessage("a vector is kept under one condition, not two");
    }
}
