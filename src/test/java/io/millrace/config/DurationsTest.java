package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "5s, 5000",
        "10m, 600000",
        "1h, 3600000",
        "7d, 604800000",
        "1d12h, 129600000",
        "1h30m5s7ms, 5405007",
        "0s, 0",
        "36500d, 3153600000000"
    })
    void readsLengths(String text, long millis) {
        assertThat(Durations.parse(text)).contains(millis);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10x",
                "5",
                "1.5h",
                "-1s",
                "1h1d",
                "1d1d",
                "1 d",
                "1D",
                "99999999d",
                "99999999999999999999ms",
                "s"
            })
    void refusesEverythingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "500, 500ms", "86400000, 1d", "129600000, 1d12h", "90061001, 1d1h1m1s1ms"})
    void writesTheShortestText(long millis, String text) {
        assertThat(Durations.format(millis)).isEqualTo(text);
    }
}
