package io.millrace.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizesTest {
    @Test
    void sizesAreBytes() {
        assertThat(Sizes.parse("1MiB")).contains(1 << 20);
        assertThat(Sizes.parse("64KiB")).contains(65_536);
        assertThat(Sizes.parse("7")).contains(7);
        assertThat(Sizes.parse("0")).isEmpty();
        assertThat(Sizes.parse("2048MiB")).isEmpty();
        assertThat(Sizes.parse("1MB")).isEmpty();
    }
}
