package io.millrace.dev.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OffsetSetTest {
    private final OffsetSet offsets = new OffsetSet();

    @Test
    void anOffsetIsNewOnce() {
        assertThat(offsets.add(0, 7)).isTrue();
        assertThat(offsets.add(0, 7)).isFalse();
        assertThat(offsets.size()).isEqualTo(1);
    }

    @Test
    void partitionsAreApart() {
        assertThat(offsets.add(0, 7)).isTrue();
        assertThat(offsets.add(1, 7)).isTrue();
        assertThat(offsets.size()).isEqualTo(2);
    }
}
