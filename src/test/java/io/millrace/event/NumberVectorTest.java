package io.millrace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NumberVectorTest {
    @Test
    void twoFloatsShareAWord() {
        NumberVector vector = NumberVector.ofFloats(0.5f, -1, 3);
        long[] words = new long[4];

        vector.copyTo(words, 1);

        assertThat(words).containsExactly(0, 0x3F00_0000_BF80_0000L, 0x4040_0000_0000_0000L, 0);
        assertThat(NumberVector.single(words[1], 0)).isEqualTo(0.5f);
        assertThat(NumberVector.single(words[1], 1)).isEqualTo(-1);
        assertThat(NumberVector.single(words[2], 2)).isEqualTo(3);
        assertThat(vector.at(2)).isEqualTo(3);
    }

    @Test
    void doublesAreHeldToTheBit() {
        NumberVector vector = NumberVector.ofDoubles(0.1, Double.MIN_VALUE);

        assertThat(vector.at(0)).isEqualTo(0.1);
        assertThat(vector.at(1)).isEqualTo(Double.MIN_VALUE);
        assertThat(vector).hasToString("[0.1, 4.9E-324]").isEqualTo(NumberVector.ofDoubles(0.1, Double.MIN_VALUE));
        assertThat(NumberVector.ofFloats(0.1f)).hasToString("[0.1]").isNotEqualTo(NumberVector.ofDoubles(0.1));
    }

    @Test
    void oneNumberThatIsNotFiniteIsEnough() {
        assertThat(NumberVector.ofFloats(1, 2, 3).isFinite()).isTrue();
        assertThat(NumberVector.ofFloats(1, 2, Float.NaN).isFinite()).isFalse();
        assertThat(NumberVector.ofDoubles(Double.NEGATIVE_INFINITY, 1).isFinite())
                .isFalse();
        assertThat(NumberVector.ofDoubles().isFinite()).isTrue();
    }

    @Test
    void aShapeIsASizeAndAType() {
        VectorShape shape = new VectorShape(3, true);

        assertThat(shape.words()).isEqualTo(2);
        assertThat(shape.text()).isEqualTo("3 floats");
        assertThat(new VectorShape(3, false).words()).isEqualTo(3);
        assertThat(NumberVector.ofFloats(1, 2, 3).has(shape)).isTrue();
        assertThat(NumberVector.ofFloats(1, 2).has(shape)).isFalse();
        assertThat(NumberVector.ofDoubles(1, 2, 3).has(shape)).isFalse();
        assertThatThrownBy(() -> new VectorShape(1025, true)).hasMessage("a vector of 1025 numbers; from 1 to 1024");
    }
}
